import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { findViolations } = (await import('../../scripts/check-boundaries.mjs' as string)) as {
  findViolations(base: string): Promise<{ lines: string[]; count: number }>;
};
const { ROOMS, boundaryRules, TEXT_RULES } = (await import('../../scripts/rooms.mjs' as string)) as {
  ROOMS: Record<string, string[]>;
  boundaryRules(): { name: string }[];
  TEXT_RULES: { name: string }[];
};

const root = resolve(import.meta.dirname, '../..');

/** One violation a rule: file → content. Rules about rooms are planted from the table below. */
const PLANTED: Record<string, readonly (readonly [string, string])[]> = {
  'protocols-are-strangers': [
    ['lib/protocols/ocsp/a.ts', "import '../crl/b.ts';"],
    ['lib/protocols/crl/b.ts', 'export {};'],
  ],
  'pages-import-types-only': [['app/planted.tsx', "import { verb } from '@/lib/services/verb';\nexport default verb;"]],
  'components-know-no-page': [['components/planted.tsx', "import page from '../app/planted';\nexport default page;"]],
  'effect-prisma-and-drivers': [
    ['lib/services/prisma-user.ts', "import { Client } from 'pg';\nexport const c = Client;"],
  ],
  'effect-files': [
    ['lib/services/file-user.ts', "import { readFileSync } from 'node:fs';\nexport const r = readFileSync;"],
  ],
  'effect-processes': [['lib/runtime/forker.ts', "import { fork } from 'node:child_process';\nexport const f = fork;"]],
  'effect-threads': [
    ['lib/keys/threader.ts', "import { Worker } from 'node:worker_threads';\nexport const w = Worker;"],
  ],
  'effect-sockets': [['lib/pki/caller.ts', "import { connect } from 'node:tls';\nexport const c = connect;"]],
  'effect-react-and-next': [
    ['lib/http/react-user.ts', "import { useState } from 'react';\nexport const u = useState;"],
  ],
  resolvable: [['lib/api/nowhere.ts', "import './does-not-exist.ts';"]],
  'no-cycles': [
    ['lib/domain/one.ts', "import { two } from './two.ts';\nexport const one = () => two;"],
    ['lib/domain/two.ts', "import { one } from './one.ts';\nexport const two = () => one;"],
  ],
  'clock-is-an-argument': [['lib/pki/now.ts', 'export const now = () => new Date();']],
  'chance-is-an-argument': [['lib/services/dice.ts', 'export const dice = () => Math.random();']],
  'one-reader-of-the-environment': [['lib/keys/env.ts', 'export const home = process.env["HOME"];']],
  'no-unsafe-sql': [
    [
      'lib/store/raw.ts',
      'export const raw = (db: { $queryRawUnsafe(sql: string): unknown }) => db.$queryRawUnsafe("select 1");',
    ],
  ],
};

describe('the boundary rules', () => {
  let base = '';
  let lines: string[] = [];

  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'boundaries-'));
    const put = (path: string, text: string) => {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), `${text}\n`);
    };
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
    for (const room of Object.keys(ROOMS)) put(`lib/${room}/verb.ts`, 'export const verb = () => 1;');
    put('bin/serve.ts', 'export const serve = 1;');
    // Every import between two rooms that the table does not allow, and one out of lib.
    for (const [room, allowed] of Object.entries(ROOMS)) {
      const forbidden = Object.keys(ROOMS).filter((other) => other !== room && !allowed.includes(other));
      for (const other of forbidden)
        put(
          `lib/${room}/planted-${other}.ts`,
          `import { verb } from '../${other}/verb.ts';\nexport const planted = verb;`,
        );
      for (const other of allowed)
        put(
          `lib/${room}/allowed-${other}.ts`,
          `import { verb } from '../${other}/verb.ts';\nexport const allowed = verb;`,
        );
      put(`lib/${room}/planted-bin.ts`, "import { serve } from '../../bin/serve.ts';\nexport const planted = serve;");
    }
    for (const files of Object.values(PLANTED)) for (const [path, text] of files) put(path, text);
    lines = (await findViolations(base)).lines;
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it.each(Object.keys(ROOMS))('catch every forbidden import of lib/%s, and nothing allowed', (room) => {
    const allowed = ROOMS[room] as string[];
    for (const other of Object.keys(ROOMS).filter((one) => one !== room)) {
      const line = `room-${room}: lib/${room}/planted-${other}.ts → lib/${other}/verb.ts`;
      if (!allowed.includes(other)) expect(lines).toContain(line);
      expect(lines.some((one) => one.includes(`lib/${room}/allowed-${other}.ts`))).toBe(false);
    }
    expect(lines).toContain(`room-${room}: lib/${room}/planted-bin.ts → bin/serve.ts`);
  });

  it.each(Object.keys(PLANTED))('catch a planted violation of %s', (name) => {
    expect(lines.some((line) => line.startsWith(`${name}: `))).toBe(true);
  });

  it('have a planted violation each', () => {
    const names = [...boundaryRules(), ...TEXT_RULES]
      .map((rule) => rule.name)
      .filter((name) => !name.startsWith('room-'));
    expect(Object.keys(PLANTED).sort()).toEqual(names.sort());
  });

  it('are the table that ARCHITECTURE.md shows', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    for (const [room, allowed] of Object.entries(ROOMS)) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${room}/\` |`));
      const cells = row?.split('|').map((cell) => cell.trim());
      expect(cells?.[3], `the row of ${room}`).toBe(allowed.length === 0 ? '–' : allowed.join(', '));
    }
  });
});

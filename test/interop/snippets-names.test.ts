import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as quote from '../../lib/pki/snippets/quote.ts';
import { findProgram, stopProgram } from '../support/programs.ts';
import { freePorts, removeDirectory, temporaryDirectory } from '../support/server.ts';
import { FAMILIES } from '../support/snippets/databases.ts';
import { missing } from '../support/snippets/record.ts';
import { postgresBin } from '../support/snippets/servers.ts';

/** Names that want to break out, written by the quoting of each grammar and read back by the software itself. */
const folder = temporaryDirectory();
chmodSync(folder, 0o755);
afterAll(() => removeDirectory(folder));

const special = fc
  .array(
    fc.constantFrom(
      ...'\'"`\\$;#{}()<>|&*?!~%@/+, -=',
      'a',
      'ü',
      '😀',
      '${x}',
      '$(id)',
      '\\u0022',
      '%{ENV}',
      '""',
      "''",
    ),
    { minLength: 1, maxLength: 10 },
  )
  .map((parts) => parts.join(''));
const NAMES = [
  ...new Set(
    fc.sample(fc.oneof(special, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })), {
      numRuns: 400,
      seed: 11,
    }),
  ),
];

/** What the grammar takes, with the value; it refuses some, but never most. */
function written(write: (value: string) => string): { readonly value: string; readonly text: string }[] {
  const taken = NAMES.flatMap((value) => {
    try {
      return [{ value, text: write(value) }];
    } catch {
      return [];
    }
  });
  expect(taken.length).toBeGreaterThan(60);
  return taken;
}

const utf8 = { encoding: 'utf8' as const, cwd: folder };
const has = (program: string) => (findProgram(program) ? true : missing(program, 'names are not read back by it'));

describe('string literals', () => {
  it.skipIf(!has('python3'))('of Python', () => {
    const all = written(quote.wideString);
    writeFileSync(
      join(folder, 'names.py'),
      `import json\nprint(json.dumps([${all.map(({ text }) => text).join(', ')}]))\n`,
    );
    expect(JSON.parse(execFileSync('python3', ['names.py'], utf8))).toEqual(all.map(({ value }) => value));
  });

  it('of Node.js', () => {
    const all = written(quote.jsonString);
    writeFileSync(
      join(folder, 'names.mjs'),
      `console.log(JSON.stringify([${all.map(({ text }) => text).join(', ')}]))\n`,
    );
    expect(JSON.parse(execFileSync(process.execPath, ['names.mjs'], utf8))).toEqual(all.map(({ value }) => value));
  });

  it.skipIf(!has('go'))('of Go', () => {
    const all = written(quote.wideString);
    writeFileSync(
      join(folder, 'names.go'),
      `package main\n\nimport (\n\t"encoding/json"\n\t"os"\n)\n\nfunc main() {\n\tjson.NewEncoder(os.Stdout).Encode([]string{${all.map(({ text }) => text).join(', ')}})\n}\n`,
    );
    const env = { ...process.env, HOME: folder, GO111MODULE: 'off' };
    expect(JSON.parse(execFileSync('go', ['run', 'names.go'], { ...utf8, env }))).toEqual(
      all.map(({ value }) => value),
    );
  });

  it.skipIf(!has('java'))('of Java', () => {
    const all = written(quote.javaString);
    writeFileSync(
      join(folder, 'Names.java'),
      `public class Names {\n  public static void main(String[] args) {\n    for (String name : new String[] {${all.map(({ text }) => text).join(', ')}}) {\n      StringBuilder line = new StringBuilder();\n      for (char unit : name.toCharArray()) line.append(String.format("%04x", (int) unit));\n      System.out.println(line);\n    }\n  }\n}\n`,
    );
    const said = execFileSync('java', ['Names.java'], utf8).trim().split('\n');
    const units = (value: string) =>
      value
        .split('')
        .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
        .join('');
    expect(said).toEqual(all.map(({ value }) => units(value)));
  });
});

describe.skipIf(!postgresBin())('PostgreSQL', () => {
  it('reads users of pg_ident.conf, settings and names of roles as they were meant, and no line more', async () => {
    const run = FAMILIES.find(({ server }) => server.id === 'postgresql')?.server;
    if (!run) throw new Error('PostgreSQL is not among the families.');
    const root = join(folder, 'postgresql');
    const main = join(root, 'etc/postgresql/15/main');
    mkdirSync(join(main, 'conf.d'), { recursive: true });
    const users = written(quote.postgresToken);
    const settings = written(quote.postgresSetting);
    const roles = written(quote.postgresIdentifier);
    writeFileSync(join(main, 'pg_hba.conf'), 'local all postgres trust\n');
    writeFileSync(join(main, 'pg_ident.conf'), users.map(({ text }) => `countersign ${text} ${text}\n`).join(''));
    writeFileSync(join(main, 'conf.d/tls.conf'), settings.map(({ text }, at) => `names.n${at} = ${text}\n`).join(''));
    const [port, backend] = await freePorts();
    const child = await run.start({ root, port, backend, mutual: true });
    try {
      const sql = (input: string) =>
        execFileSync('psql', ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-h', root, '-p', String(port), '-U', 'postgres'], {
          encoding: 'utf8',
          input,
        });
      const mappings = JSON.parse(
        sql(
          'SELECT json_agg(json_build_array(sys_name, pg_username, error) ORDER BY line_number) FROM pg_ident_file_mappings;',
        ),
      );
      expect(mappings).toEqual(users.map(({ value }) => [value, value, null]));
      const list = settings.map((_, at) => `current_setting('names.n${at}')`);
      expect(JSON.parse(sql(`SELECT array_to_json(ARRAY[${list.join(', ')}]);`))).toEqual(
        settings.map(({ value }) => value),
      );
      sql(roles.map(({ text }) => `CREATE ROLE ${text} LOGIN;\n`).join(''));
      const made = JSON.parse(
        sql(`SELECT json_agg(rolname) FROM pg_roles WHERE rolname !~ '^(pg_|postgres$)';`),
      ) as string[];
      expect(made.sort()).toEqual(roles.map(({ value }) => value).sort());
    } finally {
      await stopProgram(child);
    }
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { NOW } from '../../lib/pki/fixtures.test-support.ts';
import { OID } from '../../lib/pki/oids.ts';
import { chain, type Entity, verify } from '../../lib/pki/path/path-fixtures.test-support.ts';
import type { PathQuestion } from '../../lib/pki/path/verify-path.ts';
import { findProgram, run } from '../support/programs.ts';
import { removeDirectory, temporaryDirectory } from '../support/server.ts';
import { type Case, nameConstraintCases, pairCases, policyCases, singleCases } from './path-cases.ts';

/**
 * Thousands of chains for our validator and for Java's PKIX validator, in one virtual machine. Every difference must be explained by a row of
 * DIFFERENCES; docs/standards/path-validation-differences.md tells each with its section. Skipped where there is no JDK.
 */
const java = findProgram('java');
const hasCompiler = findProgram('javac') !== null;

/** What is decided in another way: what the case is called, our reason, and Java's. */
const DIFFERENCES: readonly {
  readonly row: string;
  readonly way: 'we refuse' | 'we accept';
  readonly change: RegExp;
  /** Of whoever refuses. */
  readonly reason: RegExp;
}[] = [
  {
    row: 'limits of the trust anchor',
    way: 'we refuse',
    change: /\(0\)/,
    reason: /^(?:unknown-critical-extension|expired|not-yet-valid|bad-key-usage) CN=Root,|^path-too-long /,
  },
  {
    row: 'keyCertSign in a leaf',
    way: 'we refuse',
    change: /keyCertSign in a leaf/,
    reason: /^inconsistent-extensions CN=Leaf,/,
  },
  {
    row: 'critical key identifier',
    way: 'we accept',
    change: /critical key identifier/,
    reason: /unrecognized critical extension/,
  },
  {
    row: 'case of mailboxes, permitted',
    way: 'we refuse',
    change: /^names /,
    reason: /^name-constraint-violation .* email:(?:Bob@CORP\.lan,.* bob@corp\.lan|bob@corp\.lan,.* Bob@corp\.lan)/,
  },
  {
    row: 'case of mailboxes, excluded',
    way: 'we accept',
    change: /^names .*Excluded: email:(?:Bob@corp\.lan.* email:bob@|bob@corp\.lan.* email:Bob@)/,
    reason: /name constraints check failed/,
  },
  {
    row: 'IPv6 in all of IPv4, permitted',
    way: 'we refuse',
    change: /^names /,
    reason: /^name-constraint-violation .* IP:fd01:[\d:]+, .* permits only .*0\.0\.0\.0\/0/,
  },
  {
    row: 'IPv6 in all of IPv4, excluded',
    way: 'we accept',
    change: /^names .*Excluded: IP:0\.0\.0\.0\/0.* IP:fd01:/,
    reason: /name constraints check failed/,
  },
  {
    row: 'policies mapped from any policy',
    way: 'we refuse',
    change: /^policies \d+, mapped under any policy, for 1\.2\.3\.[123]:/,
    reason: /^policy-violation CN=Leaf,/,
  },
];

let folder: string;
beforeAll(() => {
  folder = temporaryDirectory();
});
afterAll(() => removeDirectory(folder));

interface Question {
  readonly what: string;
  readonly entities: readonly Entity[];
  readonly policies?: PathQuestion['policies'];
}

async function judgedByJava(questions: readonly Question[]): Promise<string[]> {
  const lines = questions.map(({ entities, policies }) => {
    const flags = [
      policies?.initialExplicitPolicy,
      policies?.initialPolicyMappingInhibit,
      policies?.initialAnyPolicyInhibit,
    ].map((flag) => (flag ? '1' : '0'));
    const wanted = policies?.userInitialPolicySet ?? [OID.anyPolicy];
    return [
      NOW.getTime(),
      flags.join(''),
      wanted.includes(OID.anyPolicy) ? '-' : wanted.join(','),
      ...entities.map(({ der }) => Buffer.from(der).toString('base64')),
    ].join(' ');
  });
  writeFileSync(join(folder, 'questions'), `${lines.join('\n')}\n`);
  const program = join(import.meta.dirname, 'java', 'JudgePaths.java');
  const { code, output } = await run(java as string, [program, join(folder, 'questions')], { timeout: 120_000 });
  const answers = output.trim().split('\n');
  if (code !== 0 || answers.length !== questions.length)
    throw new Error(`java ended with ${code}: ${output.slice(0, 2_000)}`);
  return answers;
}

/** Unexplained differences, and how many chains each row explained. */
async function compare(questions: readonly Question[]) {
  const answers = await judgedByJava(questions);
  const unexplained: string[] = [];
  const explained = new Set<string>();
  let accepted = 0;
  for (const [at, { what, entities, policies }] of questions.entries()) {
    const ours = verify(entities, policies === undefined ? {} : { policies });
    const theirs = answers[at] as string;
    if (ours.verdict === 'SUCCESS') accepted += 1;
    if ((ours.verdict === 'SUCCESS') === (theirs === 'OK')) continue;
    const way = theirs === 'OK' ? 'we refuse' : 'we accept';
    const reason = theirs === 'OK' ? `${ours.code} ${ours.reason}` : theirs;
    const row = DIFFERENCES.find((one) => one.way === way && one.change.test(what) && one.reason.test(reason));
    if (row === undefined) unexplained.push(`${what}: ${way}; ${reason}`);
    else explained.add(row.row);
  }
  return { unexplained, explained, accepted };
}

const fromCases = (cases: readonly Case[], length = 4): Question[] =>
  cases.map(({ what, changes }) => ({ what, entities: chain(length, changes) }));

describe.skipIf(java === null || !hasCompiler)("Java's validator and ours", { timeout: 300_000 }, () => {
  it('agree on single changes and on two thousand pairs', async () => {
    const { unexplained, explained, accepted } = await compare([
      ...fromCases(singleCases()),
      ...fromCases(pairCases(2_000, 71)),
    ]);
    expect(unexplained).toEqual([]);
    expect(accepted).toBeGreaterThan(50);
    expect(explained).toEqual(rowsOf(/anchor|leaf|key identifier/));
  });

  it('agree on two thousand chains with name constraints', async () => {
    const questions = fromCases(nameConstraintCases(2_000, 72, 2)).map(({ what, entities }) => ({
      what: `${what}: ${entities.map(namesText).filter(Boolean).join(' || ')}`,
      entities,
    }));
    const { unexplained, explained, accepted } = await compare(questions);
    expect(unexplained).toEqual([]);
    expect(accepted).toBeGreaterThan(200);
    expect(explained).toEqual(rowsOf(/mailboxes|IPv4/));
  });

  it('agree on two thousand chains with policies', async () => {
    const questions = policyCases(2_000, 73).map(({ what, changes, policies, mapsUnderAny }) => ({
      what: `${what}${mapsUnderAny ? ', mapped under any policy' : ''}, for ${policies.userInitialPolicySet}: ${JSON.stringify(policies)}`,
      entities: chain(5, changes),
      policies,
    }));
    const { unexplained, explained, accepted } = await compare(questions);
    expect(unexplained).toEqual([]);
    expect(accepted).toBeGreaterThan(200);
    expect(explained).toEqual(rowsOf(/policies/));
  });
});

/** Rows that must have explained something: one that no chain needs is no longer true. */
function rowsOf(pattern: RegExp): Set<string> {
  return new Set(DIFFERENCES.map(({ row }) => row).filter((row) => pattern.test(row)));
}

/** Name constraints and alternative names of a certificate, on one line. */
function namesText({ der }: Entity): string {
  return parseCertificate(der)
    .extensions.filter(({ oid }) => oid === OID.nameConstraints || oid === OID.subjectAltName)
    .map(({ text }) => text.replaceAll('\n', ' | '))
    .join(' ; ');
}

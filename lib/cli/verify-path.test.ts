import { describe, expect, it } from 'vitest';
import { chain } from '../pki/path/path-fixtures.test-support.ts';
import { encodePem } from '../pki/pem.ts';
import { answerLines } from './verify-path.ts';

const [root, ca, leaf] = chain(3).map(({ der }) => encodePem('CERTIFICATE', der)) as [string, string, string];
const question = {
  trusted: [root],
  intermediates: [ca],
  leaf,
  crls: [],
  name: { kind: 'DNS', value: 'api.lan' },
  time: '2026-11-24T12:00:00Z',
  purpose: 'server',
};
const line = (changes: object = {}) => JSON.stringify({ ...question, ...changes });

async function ask(text: string, chunk = 1000, now = new Date('2026-11-24T12:00:00Z')) {
  const answers: string[] = [];
  async function* input() {
    const octets = Buffer.from(text);
    for (let at = 0; at < octets.length; at += chunk) yield octets.subarray(at, at + chunk);
  }
  await answerLines({
    input: input(),
    write: async (answer) => void answers.push(answer),
    now: () => now,
    complain: () => undefined,
  });
  expect(answers.every((answer) => answer.endsWith('\n') && answer.indexOf('\n') === answer.length - 1)).toBe(true);
  return answers.map(
    (answer) => JSON.parse(answer) as { verdict: string; code: string; reason: string; steps: object[] },
  );
}
const codes = async (text: string, chunk?: number) => (await ask(text, chunk)).map(({ code }) => code);

describe('questions a line', () => {
  it('are answered in order, whatever the chunks are', async () => {
    const text = `${line()}\n${line({ name: { kind: 'DNS', value: 'other.lan' } })}\n${line({ trusted: [] })}\n`;
    for (const chunk of [7, 1000, 1_000_000])
      expect(await codes(text, chunk)).toEqual(['ok', 'name-mismatch', 'no-path']);
  });

  it('may end in CRLF, and the last one in nothing', async () => {
    expect(await codes(`${line()}\r\n${line()}`)).toEqual(['ok', 'ok']);
    expect(await codes('')).toEqual([]);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['an empty line', ''],
    ['another type', '[]'],
    ['null', 'null'],
    ['a missing field', '{"trusted":[]}'],
    ['an unknown field', line({ crl: [] })],
    ['another purpose', line({ purpose: 'email' })],
    ['another kind of name', line({ name: { kind: 'URI', value: 'x' } })],
    ['a time that is none', line({ time: '2026-02-30T00:00:00Z' })],
    ['a time without a zone', line({ time: '2026-11-24T12:00:00' })],
  ])('%s is bad input and ends nothing', async (_what, bad) => {
    const answers = await ask(`${bad}\n${line()}\n`);
    expect(answers.map(({ verdict, code }) => [verdict, code])).toEqual([
      ['FAILURE', 'bad-input'],
      ['SUCCESS', 'ok'],
    ]);
    expect(answers[0]?.reason).not.toBe('');
  });

  it('a line beyond 16 MiB is refused and the next one answered', async () => {
    expect(await codes(`${'x'.repeat(16_777_217)}\n${line()}\n`, 1_000_000)).toEqual(['bad-input', 'ok']);
  });

  it('without a time it is now', async () => {
    const texts = [line({ time: null }), line({ time: undefined })].join('\n');
    expect((await ask(texts)).map(({ code }) => code)).toEqual(['ok', 'ok']);
    expect((await ask(texts, 1000, new Date('2036-01-01T00:00:00Z'))).map(({ code }) => code)).toEqual([
      'expired',
      'expired',
    ]);
  });

  it('takes times with an offset', async () => {
    expect(await codes(line({ time: '2026-11-24T14:00:00.5+02:00' }))).toEqual(['ok']);
  });

  it('what is no certificate is skipped with a step; a broken leaf fails', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const [answer] = await ask(line({ intermediates: ['text', broken, ca], trusted: [broken, root] }));
    expect(answer?.code).toBe('ok');
    expect(answer?.steps.filter((step) => 'check' in step && step.check === 'input')).toHaveLength(3);
    for (const end of ['text', broken, `${leaf}${leaf}`])
      expect(await codes(line({ leaf: end }))).toEqual(['malformed-certificate']);
  });

  it('a list that is no list still demands revocation information', async () => {
    expect(await codes(line({ crls: ['text'] }))).toEqual(['revocation-unknown']);
  });

  it('an error of the program ends one answer, is told, and not called a success', async () => {
    const told: unknown[] = [];
    const answers: string[] = [];
    async function* input() {
      yield Buffer.from(`${line({ time: null })}\n${line()}\n`);
    }
    const write = async (answer: string) => void answers.push(answer);
    const now = () => {
      throw new Error('no clock');
    };
    await answerLines({ input: input(), write, now, complain: (error) => told.push(error) });
    expect(told).toHaveLength(2);
    expect(answers.map((answer) => (JSON.parse(answer) as { code: string }).code)).toEqual(['bad-input', 'bad-input']);
  });

  it('takes the inputs of RFC 5280 §6.1.1', async () => {
    expect(await codes(line({ initialExplicitPolicy: true }))).toEqual(['policy-violation']);
  });
});

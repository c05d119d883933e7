import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderSnippet, SOFTWARE, softwareOf } from './catalogue.ts';
import { executedWith, templateHash } from './executed.ts';
import { EXECUTED } from './executed-record.ts';
import type { SnippetFacts } from './snippet.ts';

const FACTS: SnippetFacts = {
  own: { key: 'api.lan.key', fullChain: 'api.lan-fullchain.pem', base: 'api.lan' },
  anchor: 'trust-anchor.pem',
  crls: 'crls.pem',
  crlsUrl: 'http://pki.lan/crl/1-chain.pem',
  fetchFirst: false,
  mutual: true,
  revocation: true,
  hosts: ['api.lan', '10.0.0.5', 'fd00::1'],
  clientName: 'billing',
  serverName: 'api.lan',
};
const factsFor = (side: 'server' | 'client', facts: SnippetFacts): SnippetFacts =>
  side === 'client' && !facts.mutual ? { ...facts, own: null } : facts;
const filesOf = (id: string, facts = FACTS) => {
  const software = SOFTWARE.find((one) => one.id === id);
  if (!software) throw new Error(id);
  const outcome = renderSnippet(software, factsFor(software.side, facts));
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.rendered;
};
const textOf = (id: string, facts = FACTS) =>
  filesOf(id, facts)
    .files.map(({ text }) => text)
    .join('\n');

describe('the catalogue', () => {
  it('has both ends, each id once', () => {
    expect(new Set(SOFTWARE.map(({ id }) => id)).size).toBe(SOFTWARE.length);
    expect([softwareOf('server').length, softwareOf('client').length]).toEqual([14, 17]);
  });

  const both = [true, false];
  const forms = both.flatMap((mutual) =>
    both.flatMap((revocation) => both.map((fetchFirst) => ({ ...FACTS, mutual, revocation, fetchFirst }))),
  );

  it.each(SOFTWARE)('$id is written for mutual and one-way, with lists and without', (software) => {
    for (const form of forms) {
      const { files, checked, notChecked } = filesOf(software.id, form);
      const all = files.map(({ text }) => text).join('\n');
      for (const sentence of [checked, ...notChecked]) expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(all).not.toMatch(/undefined|null\n|\[object|NaN/);
      // What is named is what the bundle has.
      if (software.side === 'server' || form.mutual) expect(all).toContain('api.lan-fullchain.pem');
    }
  });

  it.each(SOFTWARE)('$id reads lists only where it is asked to, and says so where it does not', (software) => {
    for (const form of forms) {
      const { files, notChecked } = filesOf(software.id, form);
      const all = files.map(({ text }) => text).join('\n');
      const reads = all.includes('crls.pem');
      const wanted = form.revocation && (software.side === 'client' || form.mutual);
      const saysSo = notChecked.some((sentence) => /^Revocation: |none to revoke/.test(sentence));
      // These two fetch the lists themselves, from the address in the certificate.
      const byItself = wanted && ['rabbitmq', 'dotnet'].includes(software.id);
      expect(saysSo).toBe(!reads && !byItself);
      expect(reads && !wanted).toBe(false);
      expect(all.includes(form.crlsUrl)).toBe(reads);
    }
  });

  it('keys are for their user alone', () => {
    for (const { id, side } of SOFTWARE) {
      const { files } = filesOf(id);
      const prepare = files.find(({ step }) => step === 'prepare')?.text ?? '';
      if (side === 'server' && id !== 'kubernetes')
        expect(prepare).toMatch(/-m 06[04]0 -o \w+ -g \w+ api\.lan\.key|umask 077/);
    }
    expect(textOf('postgresql')).toContain('-m 0600 -o postgres -g postgres api.lan.key');
  });

  it('IPv6 stands in brackets in URLs and alone elsewhere; a wildcard stands for a host below', () => {
    const six = { ...FACTS, hosts: ['fd00::1'] };
    expect(textOf('curl', six)).toContain("'https://[fd00::1]/'");
    expect(textOf('openssl', six)).toContain('-verify_ip fd00::1');
    expect(textOf('node', six)).toContain('host: "fd00::1"');
    expect(textOf('nginx', six)).toContain('server_name [fd00::1];');
    const wild = { ...FACTS, hosts: ['*.corp.lan'] };
    expect(textOf('curl', wild)).toContain('https://www.corp.lan/');
    expect(textOf('apache', wild)).toContain('ServerAlias *.corp.lan');
  });

  it('an ingress without a DNS name is refused with what to do', () => {
    const software = SOFTWARE.find(({ id }) => id === 'kubernetes');
    expect(software && renderSnippet(software, { ...FACTS, hosts: ['10.0.0.5'] })).toMatchObject({
      refused: expect.stringMatching(/DNS name.*Issue one/),
    });
  });
});

describe('names that want to break out', () => {
  const nasty = fc
    .array(fc.constantFrom(...'\'"`\\$;#{}()<>|&*%@/+, \t\n\r', 'x', 'ü', '$(id)', '\\u0022', '"; DROP', "' OR '"), {
      minLength: 1,
      maxLength: 10,
    })
    .map((parts) => parts.join(''));
  const shape = (text: string) => text.split('\n').length;

  it('change no line but their own: each text has as many lines as with a plain name, or is refused whole', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        for (const software of SOFTWARE) {
          const outcome = renderSnippet(software, { ...FACTS, clientName: name, serverName: name });
          if ('refused' in outcome) {
            expect(outcome.refused).toMatch(/Issue /);
            continue;
          }
          const plain = filesOf(software.id);
          outcome.rendered.files.forEach((file, at) => {
            expect(shape(file.text)).toBe(shape(plain.files[at]?.text ?? ''));
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are no hosts and no files', () => {
    for (const host of ['a b', 'a;b', 'a"b', 'a$b', 'a\nb', '`id`', 'müller.lan', '-oProxy', '', '{env.X}'])
      for (const software of SOFTWARE)
        expect(renderSnippet(software, { ...FACTS, hosts: [host] })).toHaveProperty('refused');
    for (const base of ['../x', '-rf', 'a b', "a'b", 'a\n', ''])
      for (const software of SOFTWARE)
        expect(
          renderSnippet(software, { ...FACTS, own: { key: `${base}.key`, fullChain: 'a.pem', base } }),
        ).toHaveProperty('refused');
  });
});

describe('the record of what was executed', () => {
  it.each(Object.keys(EXECUTED))(
    '%s: the text is the one that was executed; after a change run `npm run snippets:record`',
    (id) => {
      const software = SOFTWARE.find((one) => one.id === id);
      expect(software && templateHash(software)).toBe(EXECUTED[id]?.sha256);
    },
  );

  it('has a hash that changes with each letter, and no mark for another text', () => {
    const [software] = SOFTWARE;
    if (!software) throw new Error('There is none.');
    const other = {
      ...software,
      render: (facts: SnippetFacts) => {
        const rendered = software.render(facts);
        return { ...rendered, files: rendered.files.map((file) => ({ ...file, text: `${file.text} ` })) };
      },
    };
    expect(executedWith(software)).toBe(EXECUTED[software.id]?.program ?? null);
    expect(executedWith(other)).toBeNull();
    expect(templateHash(other)).not.toBe(templateHash(software));
  });

  it('leaves out only what cannot be had where the tests run', () => {
    const missing = SOFTWARE.map(({ id }) => id).filter((id) => !(id in EXECUTED));
    expect(missing).toEqual(['traefik', 'envoy', 'kubernetes', 'dotnet', 'mysql-client', 'cert-manager']);
  });
});

import { describe, expect, it } from 'vitest';
import { implicit } from '../der-writer.ts';
import { DAY, NOW } from '../fixtures.test-support.ts';
import { certificate, chain, crl, type Entity, ext, fixtureKey, serialOf } from '../path/path-fixtures.test-support.ts';
import { alertFor } from './alert-for.ts';
import { judgePeer, type PeerQuestion, type PeerVerdict } from './peer-verdict.ts';

const [root, issuing, leaf] = chain(3) as [Entity, Entity, Entity];
const otherRoot = certificate({
  key: fixtureKey(90),
  subject: [{ type: 'CN', value: 'Other Root' }],
  issuer: null,
  isCa: true,
});
/** The same name as the issuer of the leaf, and another key. */
const namesake = certificate({ key: fixtureKey(91), subject: issuing.subject, issuer: otherRoot, isCa: true });

const GOOD: PeerQuestion = {
  judge: 'client',
  chain: [leaf.der, issuing.der],
  trusted: [root.der],
  crls: [],
  known: [root.der, issuing.der, otherRoot.der, namesake.der],
  time: NOW,
  identity: { kind: 'DNS', value: 'api.lan' },
  proof: { outcome: 'good', evidence: 'signed', section: 'RFC 8446 §4.4.3', message: 0 },
  stackCode: null,
};
const judge = (change: Partial<PeerQuestion> = {}): PeerVerdict => judgePeer({ ...GOOD, ...change });
const outcomes = ({ checks }: PeerVerdict) => Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));

describe('a peer that is right', () => {
  it('is accepted by name, and what was not looked at is said', () => {
    const verdict = judge();
    expect(verdict).toMatchObject({ accepted: true, code: null, verdict: 'The server proved it is api.lan.' });
    expect(outcomes(verdict)).toEqual({
      chain: 'passed',
      dates: 'passed',
      name: 'passed',
      usage: 'passed',
      limits: 'passed',
      form: 'passed',
      revocation: 'skipped',
      possession: 'passed',
    });
  });

  it('has its lists looked at when there are any', () => {
    const lists = [crl(root), crl(issuing)];
    expect(outcomes(judge({ crls: lists })).revocation).toBe('passed');
    const revoked = judge({ crls: [crl(root), crl(issuing, { entries: [[serialOf(leaf)]] })] });
    expect(revoked).toMatchObject({
      accepted: false,
      code: 'revoked',
      verdict: "The server's certificate is revoked.",
    });
    const lacking = judge({ crls: [crl(issuing)] });
    expect(lacking).toMatchObject({ accepted: false, code: 'revocation-unknown' });
    expect(alertFor('revocation-unknown', 0x0304)).toEqual({ code: 48, name: 'unknown_ca' });
  });

  it('may be dialled by its address', () => {
    const withAddress = certificate({
      key: fixtureKey(5),
      subject: [{ type: 'CN', value: 'by address' }],
      issuer: issuing,
      isCa: false,
      extensions: { subjectAltName: ext.names(false, implicit(7, Uint8Array.of(10, 0, 0, 1))) },
    });
    const of = (value: string) => judge({ chain: [withAddress.der, issuing.der], identity: { kind: 'IP', value } });
    expect(of('10.0.0.1').accepted).toBe(true);
    expect(of('10.0.0.2').verdict).toBe("The server's certificate is for 10.0.0.1, not for 10.0.0.2.");
  });
});

describe('why a chain ends without a trusted root', () => {
  it.each([
    [
      'an intermediate that was not sent',
      { chain: [leaf.der] },
      'missing-intermediate',
      'The server sent 1 certificate; CA 1 is missing between it and the trusted root Root.',
    ],
    [
      'a root that is not trusted',
      { trusted: [otherRoot.der] },
      'untrusted-root',
      'The chain is complete but ends at Root, which this side does not trust; it trusts Other Root.',
    ],
    [
      'both at once',
      { chain: [leaf.der], trusted: [otherRoot.der] },
      'untrusted-root',
      'The server sent 1 certificate; CA 1 is missing, and the root above, Root, is one that this side does not trust; it trusts Other Root.',
    ],
    [
      'an issuer that nobody knows',
      { chain: [leaf.der], known: [] },
      'unknown-issuer',
      'The server sent 1 certificate. The last was issued by CN=CA 1,O=Acme, which was not sent, is not trusted and is not known here.',
    ],
    [
      'only a namesake of the issuer is known',
      { chain: [leaf.der], known: [namesake.der, otherRoot.der] },
      'unknown-issuer',
      'The server sent 1 certificate. The last was issued by CN=CA 1,O=Acme, which was not sent, is not trusted and is not known here.',
    ],
    [
      'nothing is trusted at all',
      { trusted: [] },
      'untrusted-root',
      'The chain is complete but ends at Root, which this side does not trust; it trusts nothing.',
    ],
  ] as const)('%s', (_what, change, code, words) => {
    const verdict = judge(change);
    expect(verdict).toMatchObject({ accepted: false, code, verdict: words });
    expect(verdict.fix).not.toBe('');
    expect(outcomes(verdict).chain).toBe('failed');
    if (code !== 'unknown-issuer') expect(alertFor(code, 0x0303).code).toBe(48);
  });
});

describe('what is refused', () => {
  it('says for how many days a certificate has been over, or will not have begun', () => {
    const with_ = (notBefore: number, notAfter: number) =>
      certificate({
        key: fixtureKey(7),
        subject: [{ type: 'CN', value: 'timed' }],
        issuer: issuing,
        isCa: false,
        notBefore: new Date(NOW.getTime() + notBefore * DAY),
        notAfter: new Date(NOW.getTime() + notAfter * DAY),
      });
    const of = (entity: Entity) => judge({ chain: [entity.der, issuing.der] }).verdict;
    expect(of(with_(-30, -1))).toBe("The server's certificate expired 1 day ago.");
    expect(of(with_(-30, -12))).toBe("The server's certificate expired 12 days ago.");
    expect(of(with_(9, 12))).toBe("The server's certificate is valid only from 9 days on.");
  });

  it('an empty list of a client, by the version', () => {
    const verdict = judge({ judge: 'server', chain: [], identity: null });
    expect(verdict).toMatchObject({ accepted: false, code: 'no-certificate' });
    expect(verdict.checks.every(({ outcome }) => outcome === 'skipped')).toBe(true);
    expect(alertFor('no-certificate', 0x0304)).toEqual({ code: 116, name: 'certificate_required' });
    expect(alertFor('no-certificate', 0x0303)).toEqual({ code: 40, name: 'handshake_failure' });
  });

  it('a good chain without a good proof of its key', () => {
    const bad = judge({ proof: { ...GOOD.proof, outcome: 'bad' } });
    expect(bad).toMatchObject({ accepted: false, code: 'no-proof' });
    expect(outcomes(bad).possession).toBe('failed');
    expect(judge({ proof: { ...GOOD.proof, outcome: 'absent' } })).toMatchObject({ accepted: false, code: 'no-proof' });
  });

  it('what only OpenSSL refuses: nothing is accepted that the stack would not take', () => {
    expect(judge({ stackCode: 'CERT_UNTRUSTED' })).toMatchObject({
      accepted: false,
      code: 'stack-refused',
      stackCode: 'CERT_UNTRUSTED',
    });
  });

  it('but not what breaks only a rule that no TLS stack asks for', () => {
    const strict = certificate({
      key: fixtureKey(8),
      subject: [{ type: 'CN', value: 'api.lan' }],
      issuer: issuing,
      isCa: false,
      extensions: { authorityKeyIdentifier: null },
    });
    const question = { chain: [strict.der, issuing.der] };
    const accepted = judge(question);
    expect(accepted.accepted).toBe(true);
    expect(accepted.checks.find(({ outcome }) => outcome === 'warned')).toMatchObject({ id: 'form' });
    expect(judge({ ...question, stackCode: 'UNSPECIFIED' }).accepted).toBe(false);
  });

  it('octets that are no certificate', () => {
    expect(judge({ chain: [Uint8Array.of(1, 2, 3)] })).toMatchObject({
      accepted: false,
      code: 'malformed-certificate',
    });
  });
});

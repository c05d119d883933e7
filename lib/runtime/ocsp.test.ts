import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Certificate } from '../domain/entities.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { certIdHashes, encodeOcspRequest, type OcspHashAlgorithm } from '../pki/ocsp.ts';
import { parseOcspResponse } from '../pki/ocsp-response.ts';
import { verifySignature } from '../pki/signature-algorithm.ts';
import type { SerialNumber } from '../pki/types.ts';
import { answerOcsp } from '../services/answer-ocsp.ts';
import { createAuthority } from '../services/create-authority.ts';
import { holdCertificate, releaseCertificate } from '../services/hold-certificate.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { issueResponderCertificate } from '../services/renew-responder.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let rootId: string;

beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  rootId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' })).authority.id;
});
afterAll(() => test.close());

const authority = async (name: string) =>
  (await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name })).authority.id;
const issue = async (authorityId: string, name: string) =>
  (await issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, names: [name] })).certificate;

async function question(
  authorityId: string,
  serialNumber: SerialNumber,
  { nonce = null as Uint8Array | null, hash = 'sha256' as OcspHashAlgorithm } = {},
): Promise<Uint8Array> {
  const id = (await context.store.authority(authorityId))?.certificateId as string;
  const issuer = parseCertificate((await context.store.certificateDer(id)) as Uint8Array);
  const { name, key } = certIdHashes(issuer.subjectDer, issuer.spkiDer)[hash];
  return encodeOcspRequest([{ hashAlgorithm: hash, issuerNameHash: name, issuerKeyHash: key, serialNumber }], nonce);
}
async function ask(der: Uint8Array) {
  const { responseDer, cacheUntil } = await answerOcsp(context, der);
  const { responseStatus, basic } = parseOcspResponse(responseDer);
  return { responseStatus, basic, cacheUntil, octets: Buffer.from(responseDer).toString('hex') };
}
const statusOf = async (der: Uint8Array) => (await ask(der)).basic?.responses[0]?.status.type;
const kept = () => context.publication.ocsp.answers.size;

describe('an answer that is kept', () => {
  it('is given again, also after commits that do not concern it', async () => {
    const id = await authority('Keeper');
    const { serialNumber } = await issue(id, 'kept.lan');
    const der = await question(id, serialNumber);
    const first = await ask(der);
    expect(first.basic?.responses[0]?.status.type).toBe('good');
    const sign = vi.spyOn(context.signer, 'signOcspResponse');
    expect((await ask(der)).octets).toBe(first.octets);
    await issue(id, 'other.lan');
    expect((await ask(der)).octets).toBe(first.octets);
    expect(sign).not.toHaveBeenCalled();
    sign.mockRestore();
  });

  it('makes way in the very next answer, whoever committed the change', async () => {
    const id = await authority('Changes');
    const leaf = await issue(id, 'changes.lan');
    const der = await question(id, leaf.serialNumber);
    expect(await statusOf(der)).toBe('good');
    await holdCertificate(context, OPERATOR, leaf.id);
    expect(await statusOf(der)).toBe('revoked');
    await releaseCertificate(context, OPERATOR, leaf.id);
    expect(await statusOf(der)).toBe('good');
    // No service: only the commit itself tells.
    const at = context.clock.now();
    await context.store.transaction((tx) =>
      tx.recordRevoked({ id: leaf.id, at, reason: 'superseded', invalidityDate: null }),
    );
    expect((await ask(der)).basic?.responses[0]?.status).toEqual({
      type: 'revoked',
      revocationTime: at,
      reason: 'superseded',
    });
  });

  it('is not overtaken by a revocation that commits while it is signed', async () => {
    const id = await authority('Overtaken');
    const leaf = await issue(id, 'overtaken.lan');
    const der = await question(id, leaf.serialNumber);
    const { signOcspResponse } = context.signer;
    const sign = vi.spyOn(context.signer, 'signOcspResponse').mockImplementationOnce(async (args) => {
      await revokeCertificate(context, OPERATOR, leaf.id, { reason: 'keyCompromise' });
      return signOcspResponse(args);
    });
    await ask(der);
    sign.mockRestore();
    expect(await statusOf(der)).toBe('revoked');
  });

  it('comes from the new responder as soon as that is in force', async () => {
    const id = await authority('Renewed responder');
    const { serialNumber } = await issue(id, 'renewed.lan');
    const der = await question(id, serialNumber);
    const before = (await ask(der)).basic;
    const { certificate, certificateDer } = await issueResponderCertificate(context, { kind: 'system' }, id);
    const after = (await ask(der)).basic;
    expect(after?.responderKeyHash).not.toEqual(before?.responderKeyHash);
    expect(Buffer.from(after?.certificates[0] as Uint8Array)).toEqual(Buffer.from(certificateDer));
    expect(
      verifySignature({
        spkiDer: parseCertificate(certificateDer).spkiDer,
        algorithmIdentifierDer: after?.algorithmIdentifierDer as Uint8Array,
        data: after?.responseDataDer as Uint8Array,
        signature: after?.signature as Uint8Array,
      }),
    ).toBe(true);

    await revokeCertificate(context, OPERATOR, certificate.id, { reason: 'superseded' });
    expect((await ask(der)).responseStatus).toBe('tryLater');
  });

  it('repeats the CertID of its own question, with or without parameters of the hash', async () => {
    const id = await authority('Two spellings');
    const { serialNumber } = await issue(id, 'spelling.lan');
    const withNull = await question(id, serialNumber);
    const without = withoutNull(withNull);
    for (const der of [withNull, without, withNull]) {
      const answered = (await ask(der)).basic?.responses[0]?.certIdDer as Uint8Array;
      expect(Buffer.from(der).includes(Buffer.from(answered))).toBe(true);
    }
  });
});

describe('what nobody issued', () => {
  it('is unknown, is not kept, and an outside cache may not keep it either', async () => {
    const id = await authority('Strangers');
    const before = kept();
    for (let at = 1; at <= 20; at += 1) {
      const answer = await ask(await question(id, `4f0000${at.toString(16).padStart(2, '0')}` as SerialNumber));
      expect(answer.basic?.responses[0]?.status.type).toBe('unknown');
      expect(answer.cacheUntil).toBeNull();
    }
    expect(kept()).toBe(before);
  });

  it('costs one reading of the authorities for any number of questions about strange issuers', async () => {
    await issue(await authority('Busy'), 'busy.lan');
    const authorities = vi.spyOn(context.store, 'authorities');
    const hashes = (at: number) => ({
      issuerNameHash: at.toString(16).padStart(64, '0'),
      issuerKeyHash: 'ab'.repeat(32),
    });
    const strange = Array.from({ length: 10 }, (_, at) =>
      encodeOcspRequest([{ hashAlgorithm: 'sha256', ...hashes(at), serialNumber: '01' as SerialNumber }], null),
    );
    for (const der of strange) expect((await ask(der)).responseStatus).toBe('unauthorized');
    expect(authorities.mock.calls.length).toBeLessThanOrEqual(1);
    authorities.mockRestore();
  });

  it('does not hide an authority that was made after the last reading', async () => {
    const id = await authority('Newcomer');
    const { serialNumber } = await issue(id, 'new.lan');
    for (const hash of ['sha1', 'sha256'] as const)
      expect(await statusOf(await question(id, serialNumber, { hash }))).toBe('good');
  });
});

describe('answers with a nonce', () => {
  it('are right when many are signed together, under several authorities', async () => {
    const ids = [await authority('Many A'), await authority('Many B')];
    const leaves: Certificate[] = [];
    for (const id of ids) for (const at of [1, 2]) leaves.push(await issue(id, `many-${at}.lan`));
    const [gone] = leaves as [Certificate];
    await revokeCertificate(context, OPERATOR, gone.id, { reason: 'superseded' });
    const answers = await Promise.all(
      Array.from({ length: 120 }, async (_, at) => {
        const leaf = leaves[at % leaves.length] as Certificate;
        const nonce = new Uint8Array(32).fill(at + 1);
        return { leaf, nonce, ...(await ask(await question(leaf.issuerId, leaf.serialNumber, { nonce }))) };
      }),
    );
    for (const { leaf, nonce, basic, cacheUntil } of answers) {
      expect(basic?.responses[0]?.status.type).toBe(leaf === gone ? 'revoked' : 'good');
      expect(Buffer.from(basic?.nonce ?? [])).toEqual(Buffer.from(nonce));
      expect(cacheUntil).toBeNull();
      const { spkiDer } = parseCertificate(basic?.certificates[0] as Uint8Array);
      const { algorithmIdentifierDer, responseDataDer: data, signature } = basic as NonNullable<typeof basic>;
      expect(verifySignature({ spkiDer, algorithmIdentifierDer, data, signature })).toBe(true);
    }
  });
});

/** The same question with the hash's AlgorithmIdentifier without NULL; every length of it is one octet. */
function withoutNull(der: Uint8Array): Uint8Array {
  const at = Buffer.from(der).indexOf(Buffer.from('0609608648016503040201' + '0500', 'hex'));
  const shorter = Buffer.concat([der.subarray(0, at + 11), der.subarray(at + 13)]);
  // Five sequences around CertID, and the identifier itself.
  for (let offset = 0; offset < at; offset += 2) shorter[offset + 1] = (shorter[offset + 1] ?? 0) - 2;
  return new Uint8Array(shorter);
}

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isIssuedBy, parseCertificate } from '../pki/certificate.ts';
import { parseCertificateList } from '../pki/crl.ts';
import { certIdHashes, encodeOcspRequest } from '../pki/ocsp.ts';
import { parseOcspResponse } from '../pki/ocsp-response.ts';
import { OID } from '../pki/oids.ts';
import { verifyPath } from '../pki/path/verify-path.ts';
import type { SerialNumber } from '../pki/types.ts';
import { answerOcsp } from '../services/answer-ocsp.ts';
import { type ImportRequest, importAuthorities } from '../services/import-authorities.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { recogniseImport } from '../services/recognise-import.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

const vectors = resolve(import.meta.dirname, '../../test/vectors/import');
const file = (name: string, as = name) => {
  const octets = readFileSync(join(vectors, name));
  return {
    name: as,
    base64: name.endsWith('.b64') ? octets.toString('utf8').replaceAll(/\s/g, '') : octets.toString('base64'),
  };
};
const fingerprint = (name: string) =>
  parseCertificate(
    Buffer.from(readFileSync(join(vectors, name), 'utf8').replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'),
  ).fingerprintSha256;
const CA_FOLDER = ['ca.pem', 'ca.key', 'index.txt', 'serial', 'crlnumber', 'crl.pem', 'leaf.pem'].map((name) =>
  file(name),
);

let test: TestContext;
beforeEach(async () => {
  test = await startTestContext();
});
afterEach(() => test.close());

const run = (request: ImportRequest) => importAuthorities(test.context, OPERATOR, request);

describe('importing an authority of openssl ca', () => {
  it('takes over key, certificates, revocations and numbers, and goes on from there', async () => {
    const preview = await recogniseImport(test.context, OPERATOR, { files: CA_FOLDER });
    expect(preview.authorities).toHaveLength(1);
    expect(preview.alreadyHere).toEqual([null]);
    const result = await run({ files: CA_FOLDER, authorities: [{ fingerprintSha256: fingerprint('ca.pem') }] });
    const [outcome] = result.authorities;
    expect(outcome).toMatchObject({ outcome: 'imported', keyHeld: true, reason: '' });
    expect(result.items.map(({ outcome }) => outcome)).toEqual(CA_FOLDER.map(() => 'imported'));
    const id = outcome?.authorityId as string;
    const authority = await test.context.store.authority(id);
    expect(authority).toMatchObject({ kind: 'root', keyState: 'online', status: 'active', parentId: null });
    expect(authority?.responderCertificateId).not.toBeNull();

    const old = parseCertificateList(
      Buffer.from(readFileSync(join(vectors, 'crl.pem'), 'utf8').replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'),
    );
    const crl = await test.context.store.currentCrl(id);
    expect(crl?.crlNumber).toBeGreaterThan(old.crlNumber as bigint);
    const list = parseCertificateList(crl?.certificateListDer as Uint8Array);
    const listed = new Map(list.entries.map((entry) => [entry.serialNumber, entry]));
    expect(listed.size).toBeGreaterThan(0);
    for (const { serialNumber, reason, revocationDate } of old.entries)
      expect(listed.get(serialNumber)).toMatchObject({ reason, revocationDate });

    const own = parseCertificate(
      (await test.context.store.certificateDer(authority?.certificateId as string)) as Uint8Array,
    );
    const [serial] = old.entries.map(({ serialNumber }) => serialNumber);
    expect(await ocspStatus(own, serial as SerialNumber)).toMatchObject({ type: 'revoked' });
    expect(await ocspStatus(own, 'abcdef' as SerialNumber)).toMatchObject({ type: 'unknown' });

    const { certificate } = await issueCertificate(test.context, OPERATOR, {
      profile: 'tlsServer',
      authorityId: id,
      names: ['new.example.test'],
    });
    const answer = verifyPath({
      trusted: [own.certificateDer],
      intermediates: [],
      leaf: (await test.context.store.certificateDer(certificate.id)) as Uint8Array,
      crls: [crl?.certificateListDer as Uint8Array],
      ocspResponses: [],
      time: test.context.clock.now(),
      purpose: null,
      identity: null,
      policies: {
        userInitialPolicySet: [OID.anyPolicy],
        initialExplicitPolicy: false,
        initialPolicyMappingInhibit: false,
        initialAnyPolicyInhibit: false,
      },
      initialNameConstraints: null,
      allowLegacyAlgorithms: false,
    });
    expect(answer.verdict).toBe('SUCCESS');

    const again = await run({ files: CA_FOLDER, authorities: [{ fingerprintSha256: fingerprint('ca.pem') }] });
    expect(again.authorities[0]).toMatchObject({ outcome: 'already-here', certificates: 0, revocations: 0 });
    const actions = (await test.context.store.auditPage({ limit: 100, beforeSeq: null })).items.map(
      ({ action }) => action,
    );
    expect(actions.filter((action) => action === 'authority.imported')).toHaveLength(1);
    expect(actions.filter((action) => action === 'certificate.imported')).toHaveLength(1);
  });

  it('answers for serials that only the index of the authority knows', async () => {
    // Its certificate is not among the files, a line is repeated, and another one has ended.
    const index = `${readFileSync(join(vectors, 'index.txt'), 'utf8')}V\t361121143115Z\t\t2A00\tunknown\t/CN=gone.lan\nV\t361121143115Z\t\t2A00\tunknown\t/CN=gone.lan\nE\t250101000000Z\t\t2B00\tunknown\t/CN=ended.lan\n`;
    const files = [
      file('ca.pem'),
      file('ca.key'),
      { name: 'index.txt', base64: Buffer.from(index).toString('base64') },
    ];
    const authorities = [{ fingerprintSha256: fingerprint('ca.pem') }];
    const result = await run({ files, authorities });
    expect(result.authorities[0]).toMatchObject({ outcome: 'imported', reason: '' });
    const authority = await test.context.store.authority(result.authorities[0]?.authorityId as string);
    const own = parseCertificate(
      (await test.context.store.certificateDer(authority?.certificateId as string)) as Uint8Array,
    );
    const statuses = ['1000', '2a00', '2b00', '1004', '3c00'] as SerialNumber[];
    const types = [];
    for (const serial of statuses) types.push((await ocspStatus(own, serial))?.type);
    expect(types).toEqual(['good', 'good', 'good', 'revoked', 'unknown']);
    // The certificate itself, and a revocation that comes later, count before the line.
    const later = index.replace('V\t361121143115Z\t\t1000', 'R\t361121143115Z\t261124143116Z,keyCompromise\t1000');
    await run({
      files: [file('ca.pem'), { name: 'index.txt', base64: Buffer.from(later).toString('base64') }],
      authorities,
    });
    expect(await ocspStatus(own, '1000' as SerialNumber)).toMatchObject({ type: 'revoked', reason: 'keyCompromise' });
    expect(await ocspStatus(own, '2a00' as SerialNumber)).toMatchObject({ type: 'good' });
  });

  async function ocspStatus(issuer: ReturnType<typeof parseCertificate>, serialNumber: SerialNumber) {
    const { sha1 } = certIdHashes(issuer.subjectDer, issuer.spkiDer);
    const request = encodeOcspRequest(
      [{ hashAlgorithm: 'sha1', issuerNameHash: sha1.name, issuerKeyHash: sha1.key, serialNumber }],
      null,
    );
    const { responseDer } = await answerOcsp(test.context, request);
    return parseOcspResponse(responseDer).basic?.responses[0]?.status;
  }
});

describe('an authority that was taken without its key', () => {
  const chosen = (more: object) => [{ fingerprintSha256: fingerprint('ca.pem'), ...more }];
  const stateOf = async () => {
    const [authority] = await test.context.store.authorities();
    return { authority, log: (await test.context.store.auditPage({ limit: 1, beforeSeq: null })).items[0]?.seq };
  };
  beforeEach(async () => {
    await run({ files: [file('ca.pem'), file('crl.pem')], authorities: chosen({ withoutKey: true }) });
  });

  it('wants the password again for that, and changes nothing without it', async () => {
    const before = await stateOf();
    await expect(run({ files: CA_FOLDER, authorities: chosen({ attachKey: true }) })).rejects.toMatchObject({
      code: 'step-up-required',
    });
    expect(await stateOf()).toEqual(before);
  });

  it('gets it when it is brought again and that was chosen, and goes on from the list it had', async () => {
    passwordGivenAgain(test.context);
    const before = await stateOf();
    const old = await test.context.store.currentCrl(before.authority?.id ?? '');
    expect(before.authority).toMatchObject({ keyState: 'absent', keyId: null });
    const preview = await recogniseImport(test.context, OPERATOR, { files: CA_FOLDER });
    expect([preview.alreadyHere, preview.keyCanBeAttached]).toEqual([[before.authority?.id], [true]]);
    const result = await run({ files: CA_FOLDER, authorities: chosen({ attachKey: true }) });
    expect(result.authorities[0]).toMatchObject({
      outcome: 'key-attached',
      keyHeld: true,
      reason: '',
      authorityId: before.authority?.id,
    });
    expect(result.items[1]).toEqual({ outcome: 'imported', reason: '' });
    const { authority } = await stateOf();
    expect(authority).toMatchObject({ keyState: 'online', status: 'active' });
    expect(authority?.responderCertificateId).not.toBeNull();
    const list = await test.context.store.currentCrl(authority?.id ?? '');
    expect(list?.crlNumber).toBeGreaterThan(old?.crlNumber ?? 2n ** 64n);
    const own = parseCertificate(
      (await test.context.store.certificateDer(authority?.certificateId ?? '')) as Uint8Array,
    );
    const made = await issueCertificate(test.context, OPERATOR, {
      profile: 'tlsServer',
      authorityId: authority?.id as string,
      names: ['new.example.test'],
    });
    expect(isIssuedBy(parseCertificate(made.certificateDer), own)).toBe(true);
    const { items } = await test.context.store.auditPage({
      limit: 50,
      beforeSeq: null,
      objectId: authority?.id as string,
    });
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['authority.imported', 'authority.key-attached']),
    );
    const again = await run({ files: CA_FOLDER, authorities: chosen({ attachKey: true }) });
    expect(again.authorities[0]).toMatchObject({ outcome: 'already-here', keyHeld: true });
    expect((await recogniseImport(test.context, OPERATOR, { files: CA_FOLDER })).keyCanBeAttached).toEqual([false]);
  });

  it('stays without it when nobody said so', async () => {
    const { authority } = await stateOf();
    const files = [file('ca.pem'), file('ca.key')];
    const result = await run({ files, authorities: chosen({}) });
    expect(result.authorities[0]).toMatchObject({ outcome: 'already-here', keyHeld: false });
    expect(result.authorities[0]?.reason).toMatch(/choose to attach it/);
    expect((await stateOf()).authority).toEqual(authority);
  });

  it('takes no other key', async () => {
    passwordGivenAgain(test.context);
    const before = await stateOf();
    const files = [file('ca.pem'), file('leaf.key')];
    const result = await run({ files, authorities: chosen({ attachKey: true }) });
    expect(result.authorities[0]).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('"leaf.key" does not belong to this certificate'),
    });
    expect(await stateOf()).toEqual(before);
  });
});

describe('what is refused stores nothing', () => {
  it('a key of something else, unless the key is to stay away', async () => {
    const files = [file('ca.pem'), file('leaf.key')];
    const authorities = [{ fingerprintSha256: fingerprint('ca.pem') }];
    const refused = await run({ files, authorities });
    expect(refused.authorities[0]).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('"leaf.key" does not belong to this certificate'),
    });
    expect(await test.context.store.authorities()).toEqual([]);
    const without = await run({ files, authorities: [{ fingerprintSha256: fingerprint('ca.pem'), withoutKey: true }] });
    expect(without.authorities[0]).toMatchObject({ outcome: 'imported', keyHeld: false });
    expect(without.items[1]?.outcome).toBe('not-used');
    const [authority] = await test.context.store.authorities();
    expect(authority).toMatchObject({ keyState: 'absent', keyId: null });
  });

  it('a weak authority, and what is not an authority', async () => {
    const weak = await run({
      files: [file('weak-authority.pem')],
      authorities: [{ fingerprintSha256: fingerprint('weak-authority.pem'), withoutKey: true }],
    });
    expect(weak.authorities[0]).toMatchObject({ outcome: 'refused' });
    const leaf = await run({
      files: [file('leaf.pem'), file('leaf.key')],
      authorities: [{ fingerprintSha256: fingerprint('leaf.pem') }],
    });
    expect(leaf.authorities).toEqual([]);
    expect(leaf.items.map(({ outcome }) => outcome)).toEqual(['not-used', 'not-used']);
    expect(await test.context.store.authorities()).toEqual([]);
  });
});

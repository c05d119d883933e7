import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountersignError } from '../domain/errors.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { certIdHashes, encodeOcspRequest } from '../pki/ocsp.ts';
import { parseOcspResponse } from '../pki/ocsp-response.ts';
import { answerOcsp } from '../services/answer-ocsp.ts';
import { beginCeremony, endCeremony, exportSealedKey, takeKeyOffline } from '../services/authority-key.ts';
import { configureAuthority } from '../services/configure-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { getAuthority, listAuthorities } from '../services/get-authorities.ts';
import { issueCertificate, previewCertificate } from '../services/issue-certificate.ts';
import { publishCrl, publishStaleCrls } from '../services/publish-crl.ts';
import { recoverIntents } from '../services/recover-intents.ts';
import { renewResponders } from '../services/renew-responder.ts';
import { revokeAuthority } from '../services/revoke-authority.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

const PASSPHRASE = 'seven quiet otters under a bridge';

let test: TestContext;
let context: ServiceContext;
let rootId: string;
let issuingId: string;
let sealed: string;

beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  rootId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Vault Root' })).authority.id;
  issuingId = (await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name: 'Daily' })).authority
    .id;
});
afterAll(() => test.close());

async function refusal(work: Promise<unknown>): Promise<CountersignError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CountersignError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
const stored = async () => {
  const authority = await context.store.authority(rootId);
  return { authority, key: await context.store.key(authority?.keyId as string) };
};

describe('taking a key offline', () => {
  it('wants the password given again, for the file and for the removal; a refusal changes nothing', async () => {
    context.stepUp.sessions.clear();
    const before = [await stored(), (await context.store.auditPage({ limit: 1, beforeSeq: null })).items[0]?.seq];
    const file = exportSealedKey(context, OPERATOR, rootId, { passphrase: PASSPHRASE });
    expect((await refusal(file)).code).toBe('step-up-required');
    const removal = takeKeyOffline(context, OPERATOR, rootId, { sealed: '{}', passphrase: PASSPHRASE });
    expect((await refusal(removal)).code).toBe('step-up-required');
    expect([await stored(), (await context.store.auditPage({ limit: 1, beforeSeq: null })).items[0]?.seq]).toEqual(
      before,
    );
    passwordGivenAgain(context);
  });

  it('seals it under a long passphrase only, in a file that says what it is and not the key', async () => {
    expect(
      (await refusal(exportSealedKey(context, OPERATOR, rootId, { passphrase: 'too short' }))).fields[0]?.field,
    ).toBe('passphrase');
    const file = await exportSealedKey(context, OPERATOR, rootId, { passphrase: PASSPHRASE });
    sealed = Buffer.from(file.content).toString('utf8');
    expect(file.name).toBe('vault-root.sealed-key.json');
    expect(JSON.parse(sealed)).toMatchObject({ format: 'countersign-sealed-key', version: 1, algorithm: 'P-384' });
    expect((await stored()).authority?.keyState).toBe('online');
  });

  it('keeps the key until the file has been opened once', async () => {
    const take = (text: string, passphrase: string) =>
      takeKeyOffline(context, OPERATOR, rootId, { sealed: text, passphrase });
    expect((await refusal(take(sealed, 'seven quiet otters under a bridgf'))).fields[0]?.field).toBe('passphrase');
    expect((await refusal(take('{}', PASSPHRASE))).fields[0]?.field).toBe('sealed');
    const altered = { ...JSON.parse(sealed), keyId: 'another' };
    expect((await refusal(take(JSON.stringify(altered), PASSPHRASE))).fields[0]?.field).toBe('sealed');
    const { instanceId, ...rest } = JSON.parse(sealed);
    expect(
      (await refusal(take(JSON.stringify({ ...rest, instanceId: `${instanceId}2` }), PASSPHRASE))).message,
    ).toMatch(/another instance/);
    const weak = { ...JSON.parse(sealed), kdf: { ...JSON.parse(sealed).kdf, memoryKib: 8 } };
    expect((await refusal(take(JSON.stringify(weak), PASSPHRASE))).fields[0]?.field).toBe('sealed');
    const other = await exportSealedKey(context, OPERATOR, issuingId, { passphrase: PASSPHRASE });
    expect((await refusal(take(Buffer.from(other.content).toString(), PASSPHRASE))).message).toMatch(
      /another authority/,
    );
    expect((await stored()).key?.wrapped.length).toBeGreaterThan(0);

    await take(sealed, PASSPHRASE);
    const { authority, key } = await stored();
    expect(authority?.keyState).toBe('offline');
    expect(key?.wrapped).toHaveLength(0);
  });

  it('leaves nothing that could sign, stores nothing half, and goes on answering OCSP', async () => {
    const create = () => createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name: 'Second' });
    const intents = async () => (await context.store.auditPage({ limit: 1, beforeSeq: null })).items[0]?.seq;
    const before = await intents();
    expect((await refusal(create())).code).toBe('authority-not-usable');
    expect((await refusal(publishCrl(context, OPERATOR, rootId))).code).toBe('authority-not-usable');
    expect(await intents()).toBe(before);
    const key = (await stored()).key as NonNullable<Awaited<ReturnType<typeof stored>>['key']>;
    await expect(
      context.signer.signCrl({ key, signatureScheme: 'pkcs1', tbsDer: new Uint8Array() as never, issuerChain: [] }),
    ).rejects.toThrow();
    const later = { ...context, clock: { now: () => new Date(context.clock.now().getTime() + 6 * 86_400_000) } };
    await publishStaleCrls(later);
    const [node] = await listAuthorities(later, OPERATOR);
    expect(node?.problems).toEqual([expect.stringMatching(/^Needs a ceremony: its CRL ends on/)]);

    const root = parseCertificate(
      (await context.store.certificateDer((await stored()).authority?.certificateId ?? '')) as Uint8Array,
    );
    const issuing = await context.store.certificate((await context.store.authority(issuingId))?.certificateId ?? '');
    const { name, key: keyHash } = certIdHashes(root.subjectDer, root.spkiDer).sha256;
    const question = encodeOcspRequest(
      [
        {
          hashAlgorithm: 'sha256',
          issuerNameHash: name,
          issuerKeyHash: keyHash,
          serialNumber: issuing?.serialNumber as never,
        },
      ],
      null,
    );
    expect(parseOcspResponse((await answerOcsp(context, question)).responseDer).basic).not.toBeNull();
  });
});

describe('a ceremony', () => {
  it('signs with the key of the file until it ends, and writes nothing back', async () => {
    expect((await refusal(beginCeremony(context, OPERATOR, issuingId, { sealed, passphrase: PASSPHRASE }))).code).toBe(
      'conflict',
    );
    expect(
      (await refusal(beginCeremony(context, OPERATOR, rootId, { sealed, passphrase: `${PASSPHRASE}!` }))).fields[0]
        ?.field,
    ).toBe('passphrase');
    const { secondsLeft } = await beginCeremony(context, OPERATOR, rootId, { sealed, passphrase: PASSPHRASE });
    expect(secondsLeft).toBeGreaterThan(800);
    expect(secondsLeft).toBeLessThanOrEqual(900);
    expect((await getAuthority(context, OPERATOR, rootId)).ceremonySecondsLeft).toBeGreaterThan(800);
    await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name: 'Made in a ceremony' });
    const crl = await publishCrl(context, OPERATOR, rootId);
    expect(crl.crlNumber).toBeGreaterThan(1n);
    expect((await stored()).key?.wrapped).toHaveLength(0);
    expect((await stored()).authority?.keyState).toBe('offline');

    await endCeremony(context, OPERATOR, rootId);
    expect((await refusal(publishCrl(context, OPERATOR, rootId))).code).toBe('authority-not-usable');
    const { items } = await context.store.auditPage({ limit: 50, beforeSeq: null, objectId: rootId });
    expect(items.map(({ action }) => action)).toEqual([
      'authority.ceremony-ended',
      'authority.ceremony-begun',
      'authority.key-taken-offline',
      'authority.key-sealed',
      'authority.created',
    ]);
    expect(JSON.stringify(items)).not.toContain('otters');
  });

  it('is what a preview asks for while the key of the issuer is offline', async () => {
    const freshRoot = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Another Root' });
    const made = await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: freshRoot.authority.id,
      name: 'Kept',
    });
    const id = made.authority.id;
    const look = async () =>
      (await previewCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId: id, names: ['a.lan'] }))
        .issuerKey;
    expect(await look()).toBe('at-hand');
    const file = await exportSealedKey(context, OPERATOR, id, { passphrase: PASSPHRASE });
    const sealedFile = { sealed: Buffer.from(file.content).toString('utf8'), passphrase: PASSPHRASE };
    await takeKeyOffline(context, OPERATOR, id, sealedFile);
    expect(await look()).toBe('offline');
    expect(
      (await refusal(issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId: id, names: ['a.lan'] })))
        .code,
    ).toBe('authority-not-usable');
    await beginCeremony(context, OPERATOR, id, sealedFile);
    expect(await look()).toBe('at-hand');
    await endCeremony(context, OPERATOR, id);
    const signer = (state: () => Promise<'sealed'>) => ({ ...context, signer: { ...context.signer, state } });
    const sealedContext = signer(async () => 'sealed');
    expect(
      (await previewCertificate(sealedContext, OPERATOR, { profile: 'tlsServer', authorityId: id, names: ['a.lan'] }))
        .issuerKey,
    ).toBe('sealed');
  });

  it('is needed for the list that carries a revocation made without it', async () => {
    const { revoked } = await revokeAuthority(context, OPERATOR, issuingId, { reason: 'superseded' });
    expect(revoked[0]?.crl).toBeNull();
    context.publication.crlOverdue.clear();
    await recoverIntents(context);
    expect((await getAuthority(context, OPERATOR, rootId)).node.problems).toContain(
      'A revocation is not on the CRL yet: sign one in a ceremony',
    );
    await beginCeremony(context, OPERATOR, rootId, { sealed, passphrase: PASSPHRASE });
    expect((await context.store.currentCrl(rootId))?.entryCount).toBe(1);
    expect(context.publication.crlOverdue.has(rootId)).toBe(false);
    await endCeremony(context, OPERATOR, rootId);
  });

  // Last, as it leaves lists of later days behind.
  it('renews the OCSP responder when it would end before the next ceremony is due, and not otherwise', async () => {
    const responder = async () => (await context.store.authority(rootId))?.responderCertificateId;
    const before = await responder();
    const open = { sealed, passphrase: PASSPHRASE };
    await beginCeremony(context, OPERATOR, rootId, open);
    expect(await responder()).toBe(before);
    await endCeremony(context, OPERATOR, rootId);

    // A list that lives longer than the responder does: the responder has to follow.
    const present = await context.store.certificate(before ?? '');
    const daysLeft = Math.floor(((present?.notAfter.getTime() ?? 0) - context.clock.now().getTime()) / 86_400_000);
    await configureAuthority(context, OPERATOR, rootId, { crlLifeDays: daysLeft + 5 });
    await beginCeremony(context, OPERATOR, rootId, open);
    const longer = await responder();
    expect(longer).not.toBe(before);
    await endCeremony(context, OPERATOR, rootId);
    await configureAuthority(context, OPERATOR, rootId, { crlLifeDays: null });

    // Near its end the job can do nothing without the key, a ceremony can.
    const later = {
      ...context,
      clock: { now: () => new Date(context.clock.now().getTime() + (daysLeft - 20) * 86_400_000) },
    };
    await renewResponders(later);
    expect(await responder()).toBe(longer);
    await beginCeremony(later, OPERATOR, rootId, open);
    expect(await responder()).not.toBe(longer);
    await endCeremony(context, OPERATOR, rootId);
    const { items } = await context.store.auditPage({ limit: 1, beforeSeq: null, objectId: (await responder()) ?? '' });
    expect(items[0]?.action).toBe('certificate.issued');
  });
});

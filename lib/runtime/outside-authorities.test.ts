import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountersignError } from '../domain/errors.ts';
import { isIssuedBy, parseCertificate } from '../pki/certificate.ts';
import { parseCertificationRequest } from '../pki/certification-request.ts';
import { encodePkcs7 } from '../pki/export/pkcs7.ts';
import { decodePem, encodePem } from '../pki/pem.ts';
import type { CertificateDer } from '../pki/types.ts';
import { loadWithPath } from '../services/certificate-files.ts';
import { certifyAuthority, crossSign } from '../services/certify-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { getAuthority, listAuthorities } from '../services/get-authorities.ts';
import { installCertificate } from '../services/install-certificate.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { loadIssuer } from '../services/issuer.ts';
import { publishStaleCrls } from '../services/publish-crl.ts';
import { renewResponders } from '../services/renew-responder.ts';
import { requestAuthority } from '../services/request-authority.ts';
import { revokeAuthority } from '../services/revoke-authority.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

/** Two instances: each is outside for the other. */
let test: TestContext;
let other: TestContext;
let here: ServiceContext;
let there: ServiceContext;
let rootThere: string;
let middleThere: string;

beforeAll(async () => {
  [test, other] = await Promise.all([startTestContext(), startTestContext()]);
  here = test.context;
  there = other.context;
  rootThere = (await createAuthority(there, OPERATOR, { kind: 'root', name: 'Outside Root', pathLenConstraint: 3 }))
    .authority.id;
  middleThere = (
    await createAuthority(there, OPERATOR, {
      kind: 'issuing',
      parentId: rootThere,
      name: 'Outside Middle',
      pathLenConstraint: 2,
    })
  ).authority.id;
});
afterAll(async () => {
  await test.close();
  await other.close();
});

const pem = (ders: readonly Uint8Array[]) => ders.map((der) => encodePem('CERTIFICATE', der)).join('');

async function refusal(work: Promise<unknown>): Promise<CountersignError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CountersignError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

async function requested(name: string, pathLenConstraint: number | null = 0) {
  const { authority, requestPem } = await requestAuthority(here, OPERATOR, { name, pathLenConstraint });
  const signed = await certifyAuthority(there, OPERATOR, middleThere, { csr: requestPem, pathLenConstraint: 0 });
  const { chain } = { chain: [signed.issued.certificateDer, ...(await loadIssuer(there.store, middleThere)).chain] };
  return { id: authority.id, requestPem, chain, thereId: signed.authority.id };
}

describe('an authority below an outside root', () => {
  it('asks with a request that says what it is, and waits', async () => {
    const { authority, requestPem } = await requestAuthority(here, OPERATOR, { name: 'Asking', country: 'GB' });
    const [block] = decodePem(requestPem, ['CERTIFICATE REQUEST']);
    const csr = parseCertificationRequest((block as { der: Uint8Array }).der);
    expect(csr.requested).toMatchObject({ cA: true, keyUsage: ['keyCertSign', 'cRLSign'] });
    expect(csr.subject.map(({ value }) => value)).toEqual(['GB', 'Test Org', 'Asking']);
    expect(authority.status).toBe('awaiting-certificate');
    const shown = (await listAuthorities(here, OPERATOR)).find((node) => node.authority.id === authority.id);
    expect(shown?.problems[0]).toMatch(/Waits for its certificate/);
    const issue = issueCertificate(here, OPERATOR, {
      profile: 'tlsServer',
      authorityId: authority.id,
      names: ['a.lan'],
    });
    expect((await refusal(issue)).message).toMatch(/waiting for its certificate/);
    expect((await getAuthority(here, OPERATOR, authority.id)).hasRequest).toBe(true);
  });

  it('issues under the whole outside chain once the answer is installed', async () => {
    const { id, chain } = await requested('Below outside');
    const { authority, warnings } = await installCertificate(here, OPERATOR, id, { certificates: pem(chain) });
    expect(authority.status).toBe('active');
    expect(warnings.filter((text) => text.includes('missing'))).toEqual([]);
    const { certificate } = await issueCertificate(here, OPERATOR, {
      profile: 'tlsServer',
      authorityId: id,
      names: ['a.lan'],
    });
    const loaded = await loadWithPath(here.store, certificate.id);
    expect(loaded.path).toHaveLength(3);
    expect(
      isIssuedBy(parseCertificate(loaded.path[2] as Uint8Array), parseCertificate(loaded.path[2] as Uint8Array)),
    ).toBe(true);
    const tree = await listAuthorities(here, OPERATOR);
    const root = tree.find((node) => node.authority.name === 'Outside Root');
    expect(root?.authority).toMatchObject({ keyState: 'absent', keyId: null, kind: 'root' });
    expect(root?.children[0]?.children[0]?.authority.id).toBe(id);
    expect(root?.problems).toEqual([]);
    // The jobs leave alone what is not ours.
    await publishStaleCrls(here);
    await renewResponders(here);
    expect(await here.store.currentCrl(root?.authority.id as string)).toBeNull();
    expect((await refusal(revokeAuthority(here, OPERATOR, id, { reason: 'superseded' }))).message).toMatch(
      /whose key is elsewhere/,
    );
  });

  it('takes PKCS#7, and authorities that are known already only once', async () => {
    const { id, chain } = await requested('By PKCS#7');
    const certificates = encodePem('PKCS7', encodePkcs7(chain as CertificateDer[]));
    await installCertificate(here, OPERATOR, id, { certificates });
    const names = (await here.store.authorities()).map(({ name }) => name);
    expect(names.filter((name) => name === 'Outside Root')).toHaveLength(1);
    // A second answer for the same key, such as a renewal, takes its place.
    await expect(installCertificate(here, OPERATOR, id, { certificates })).resolves.toBeDefined();
  });

  it('is refused for another key, for no authority, and for what does not verify', async () => {
    const one = await requested('One');
    const two = await requested('Two');
    const before = (await here.store.authorities()).length;
    const install = (certificates: string) => installCertificate(here, OPERATOR, one.id, { certificates });
    expect((await refusal(install(pem(two.chain)))).fields[0]).toMatchObject({
      field: 'certificates',
      message: expect.stringMatching(/None of the 3 certificates is for the key/),
    });
    expect((await refusal(install('nonsense'))).fields[0]?.field).toBe('certificates');
    expect((await refusal(install(one.requestPem))).fields[0]?.field).toBe('certificates');
    expect((await here.store.authorities()).length).toBe(before);
    expect((await here.store.authority(one.id))?.status).toBe('awaiting-certificate');
  });
});

describe('a lone answer', () => {
  it('is accepted with a warning, issues, and is made whole by the chain later', async () => {
    const third = await startTestContext();
    try {
      const { authority, requestPem } = await requestAuthority(third.context, OPERATOR, { name: 'Lone' });
      const signed = await certifyAuthority(there, OPERATOR, middleThere, { csr: requestPem });
      const lone = await installCertificate(third.context, OPERATOR, authority.id, {
        certificates: pem([signed.issued.certificateDer]),
      });
      expect(lone.warnings[0]).toMatch(/"Outside Middle" is missing/);
      await expect(
        issueCertificate(third.context, OPERATOR, {
          profile: 'tlsServer',
          authorityId: authority.id,
          names: ['a.lan'],
        }),
      ).resolves.toBeDefined();
      expect((await listAuthorities(third.context, OPERATOR)).map((node) => node.authority.id)).toEqual([authority.id]);
      const { chain } = await loadIssuer(there.store, middleThere);
      const whole = await installCertificate(third.context, OPERATOR, authority.id, {
        certificates: pem([signed.issued.certificateDer, ...chain]),
      });
      expect(whole.warnings.filter((text) => text.includes('missing'))).toEqual([]);
      expect((await loadIssuer(third.context.store, authority.id)).chain).toHaveLength(3);
    } finally {
      await third.close();
    }
  });
});

describe('signing an outside request', () => {
  it('makes an authority below whose key is elsewhere', async () => {
    const { thereId, requestPem } = await requested('Certified');
    expect(await there.store.authority(thereId)).toMatchObject({
      name: 'Certified',
      keyState: 'absent',
      parentId: middleThere,
    });
    const { certificate } = await loadWithPath(
      there.store,
      (await there.store.authority(thereId))?.certificateId ?? '',
    );
    expect(certificate.profile).toBe('issuingAuthority');
    const issue = issueCertificate(there, OPERATOR, { profile: 'tlsServer', authorityId: thereId, names: ['a.lan'] });
    expect((await refusal(issue)).message).toMatch(/key elsewhere/);
    const again = certifyAuthority(there, OPERATOR, middleThere, { csr: requestPem });
    expect((await refusal(again)).fields[0]).toMatchObject({
      field: 'csr',
      message: expect.stringMatching(/known here/),
    });
    passwordGivenAgain(there);
    await revokeAuthority(there, OPERATOR, thereId, { reason: 'keyCompromise' });
  });

  it('needs room below', async () => {
    const narrow = await createAuthority(there, OPERATOR, { kind: 'issuing', parentId: rootThere, name: 'Narrow' });
    const { requestPem } = await requestAuthority(here, OPERATOR, { name: 'No room' });
    const refused = await refusal(certifyAuthority(there, OPERATOR, narrow.authority.id, { csr: requestPem }));
    expect(refused.message).toMatch(/Path length of Narrow is 0/);
  });
});

describe('cross-signing', () => {
  it('gives an authority here a second certificate, under which its certificates verify, too', async () => {
    const old = await createAuthority(here, OPERATOR, { kind: 'root', name: 'Old Root', pathLenConstraint: 2 });
    const fresh = await createAuthority(here, OPERATOR, { kind: 'root', name: 'New Root' });
    const made = await crossSign(here, OPERATOR, old.authority.id, { targetId: fresh.authority.id });
    const cross = parseCertificate(made.issued.certificateDer);
    const own = parseCertificate(fresh.issued.certificateDer);
    expect(cross.spkiDer).toEqual(own.spkiDer);
    expect(cross.subjectDer).toEqual(own.subjectDer);
    expect(cross.subjectKeyIdentifier).toEqual(own.subjectKeyIdentifier);
    expect(isIssuedBy(cross, parseCertificate(old.issued.certificateDer))).toBe(true);
    // The one in force stays.
    expect((await here.store.authority(fresh.authority.id))?.certificateId).toBe(fresh.issued.certificate.id);
    const { certificates } = await getAuthority(here, OPERATOR, fresh.authority.id);
    expect(certificates.map(({ kind }) => kind).sort()).toEqual(['cross', 'self-signed']);
    const loaded = await loadWithPath(here.store, made.issued.certificate.id);
    expect(loaded.path).toEqual([old.issued.certificateDer]);
    const back = await refusal(crossSign(here, OPERATOR, old.authority.id, { targetId: old.authority.id }));
    expect(back.fields[0]?.field).toBe('targetId');
    await expect(
      revokeCertificate(here, OPERATOR, made.issued.certificate.id, { reason: 'superseded' }),
    ).resolves.toMatchObject({ certificate: { state: 'revoked' } });
  });

  it('takes the certificate of an authority elsewhere', async () => {
    const issuer = await createAuthority(here, OPERATOR, { kind: 'root', name: 'Bridge Root', pathLenConstraint: 5 });
    const [foreign] = (await loadIssuer(there.store, rootThere)).chain;
    const third = await startTestContext();
    try {
      const root = await createAuthority(third.context, OPERATOR, {
        kind: 'root',
        name: 'Stranger',
        pathLenConstraint: 9,
      });
      const made = await crossSign(here, OPERATOR, issuer.authority.id, {
        certificate: pem([root.issued.certificateDer]),
      });
      expect(made.authority).toMatchObject({ name: 'Stranger', keyState: 'absent', parentId: issuer.authority.id });
      expect(parseCertificate(made.issued.certificateDer).basicConstraints?.pathLenConstraint).toBe(4);
    } finally {
      await third.close();
    }
    // That one is known here from an answer that was installed: it stays one authority.
    const known = await crossSign(here, OPERATOR, issuer.authority.id, { certificate: pem([foreign as Uint8Array]) });
    expect(known.authority.name).toBe('Outside Root');
    expect(known.authority.parentId).toBeNull();
    const leaf = await issueCertificate(there, OPERATOR, {
      profile: 'tlsClient',
      names: ['alice'],
      authorityId: middleThere,
    });
    const refused = await refusal(
      crossSign(here, OPERATOR, issuer.authority.id, { certificate: pem([leaf.certificateDer]) }),
    );
    expect(refused.fields[0]).toMatchObject({
      field: 'certificate',
      message: expect.stringMatching(/not the certificate of an authority/),
    });
  });
});

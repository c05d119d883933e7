import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyProtection, StoredKey } from '../domain/entities.ts';
import type { Log } from '../domain/ports.ts';
import { encodeAuthorityRequestInfo } from '../pki/certification-request.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { pssKeyPair } from '../pki/fixtures.test-support.ts';
import { encodeResponseData } from '../pki/ocsp.ts';
import { PROFILES, type ProfileId } from '../pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { serialNumberFromEntropy } from '../pki/serial-number.ts';
import { signatureAlgorithmFor, verifySignature } from '../pki/signature-algorithm.ts';
import {
  assembleCertificate,
  encodeBasicConstraints,
  encodeSubjectAltName,
  encodeTbsCertificate,
} from '../pki/tbs-certificate.ts';
import type { CertificateDer, DnsName, KeyAlgorithm, SignatureScheme, TbsCertificateDer } from '../pki/types.ts';
import { type SignerHandle, startSigner } from './signer-client.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const entryFile = resolve(import.meta.dirname, '../../bin/signer.ts');
const NOW = new Date('2026-06-01T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);

let directory: string;
let signer: SignerHandle;
let protection: KeyProtection;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'signer-'));
  signer = startSigner({ entryFile, keyFilePath: join(directory, 'kek.key'), log: quiet });
  protection = await signer.initialise({ instanceId: 'test-instance', mode: 'key-file', passphrase: null });
});
afterEach(async () => {
  await signer.close();
  rmSync(directory, { recursive: true, force: true });
});

async function makeKey(
  kind: StoredKey['kind'],
  algorithm: KeyAlgorithm = 'P-256',
  id = `${kind}-key`,
): Promise<StoredKey> {
  const made = await signer.generateKey({ keyId: id, kind, algorithm });
  const { spkiDer, spkiSha256 } = readSubjectPublicKeyInfo(made.spkiDer);
  return { id, kind, algorithm, spkiDer, spkiSha256, wrapped: made.wrapped, createdAt: NOW };
}

function tbs(args: {
  profile: ProfileId;
  issuer: StoredKey;
  issuerName: string;
  subject: string;
  key: StoredKey;
  notAfter?: Date;
  pathLen?: number | null;
  serial?: number;
  algorithm?: Uint8Array;
}): TbsCertificateDer {
  const profile = PROFILES[args.profile];
  return encodeTbsCertificate({
    serialNumber: serialNumberFromEntropy(new Uint8Array(16).fill(args.serial ?? 7)),
    issuer: encodeName([{ type: 'CN', value: args.issuerName }]),
    subject: [{ type: 'CN', value: args.subject }],
    notBefore: NOW,
    notAfter: args.notAfter ?? days(90),
    spkiDer: args.key.spkiDer,
    signatureAlgorithm: args.algorithm ?? signatureAlgorithmFor(args.issuer.algorithm).algorithmIdentifierDer,
    subjectKeyIdentifier: readSubjectPublicKeyInfo(args.key.spkiDer).keyId,
    authorityKeyIdentifier: readSubjectPublicKeyInfo(args.issuer.spkiDer).keyId,
    basicConstraints: profile.isAuthority ? { cA: true, pathLenConstraint: args.pathLen ?? null } : { cA: false },
    keyUsage: profile.keyUsage(args.key.algorithm),
    extKeyUsage: profile.extKeyUsage,
    subjectAltName: [],
    ocspUrls: [],
    caIssuersUrls: [],
    crlUrls: [],
    ocspNoCheck: false,
  });
}

async function makeRoot(key: StoredKey, pathLen: number | null = 1): Promise<CertificateDer> {
  const tbsDer = tbs({
    profile: 'rootAuthority',
    issuer: key,
    issuerName: 'Root',
    subject: 'Root',
    key,
    notAfter: days(1000),
    pathLen,
  });
  const signature = await signer.signCertificate({ key, signatureScheme: 'pkcs1', tbsDer, issuerChain: [] });
  return assembleCertificate(tbsDer, signatureAlgorithmFor(key.algorithm).algorithmIdentifierDer, signature);
}

describe('the signer', () => {
  it.each(['P-256', 'P-384', 'P-521', 'RSA-2048', 'Ed25519', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const)(
    'signs a root and a leaf with %s keys that verify',
    async (algorithm) => {
      const root = await makeKey('authority', algorithm);
      const rootDer = await makeRoot(root);
      const leaf = await makeKey('endEntity');
      const tbsDer = tbs({ profile: 'tlsServer', issuer: root, issuerName: 'Root', subject: 'leaf', key: leaf });
      const signature = await signer.signCertificate({
        key: root,
        signatureScheme: 'pkcs1',
        tbsDer,
        issuerChain: [rootDer],
      });
      const publicKey = createPublicKey({ key: Buffer.from(root.spkiDer), format: 'der', type: 'spki' });
      expect(verify(signatureAlgorithmFor(algorithm).digest, tbsDer, publicKey, signature)).toBe(true);
    },
  );

  it('signs with PSS only what names PSS, and only with RSA keys', async () => {
    const key = await makeKey('authority', 'RSA-2048');
    const pss = signatureAlgorithmFor('RSA-2048', 'pss').algorithmIdentifierDer;
    const base = { profile: 'rootAuthority', issuer: key, issuerName: 'Root', subject: 'Root', key } as const;
    const tbsDer = tbs({ ...base, algorithm: pss });
    const signature = await signer.signCertificate({ key, signatureScheme: 'pss', tbsDer, issuerChain: [] });
    const { spkiDer } = key;
    expect(verifySignature({ spkiDer, algorithmIdentifierDer: pss, data: tbsDer, signature })).toBe(true);
    const refuse = (call: Promise<unknown>) => expect(call).rejects.toThrow(/The signer refused/);
    await refuse(signer.signCertificate({ key, signatureScheme: 'pkcs1', tbsDer, issuerChain: [] }));
    await refuse(signer.signCertificate({ key, signatureScheme: 'pss', tbsDer: tbs(base), issuerChain: [] }));
    const curve = await makeKey('authority', 'P-256', 'curve');
    const onCurve = tbs({ ...base, issuer: curve, key: curve, algorithm: pss });
    await refuse(signer.signCertificate({ key: curve, signatureScheme: 'pss', tbsDer: onCurve, issuerChain: [] }));
  });

  it('signs with a key for PSS only as its parameters say, and in no other way', async () => {
    const { spkiDer, pkcs8Der } = pssKeyPair('sha384');
    const { wrapped } = await signer.importKey({ keyId: 'pss', kind: 'authority', pkcs8Der, spkiDer });
    const { spkiSha256 } = readSubjectPublicKeyInfo(spkiDer);
    const key: StoredKey = {
      id: 'pss',
      kind: 'authority',
      algorithm: 'RSA-2048',
      spkiDer,
      spkiSha256,
      wrapped,
      createdAt: days(0),
    };
    const sign = async (signatureScheme: SignatureScheme) => {
      const algorithm = signatureAlgorithmFor('RSA-2048', signatureScheme).algorithmIdentifierDer;
      const base = { profile: 'rootAuthority', issuer: key, issuerName: 'Root', subject: 'Root', key } as const;
      const data = tbs({ ...base, algorithm });
      const signature = await signer.signCertificate({ key, signatureScheme, tbsDer: data, issuerChain: [] });
      return verifySignature({ spkiDer, algorithmIdentifierDer: algorithm, data, signature });
    };
    expect(await sign('pss-sha384')).toBe(true);
    await expect(sign('pkcs1')).rejects.toThrow(/for RSA-PSS only/);
    for (const scheme of ['pss', 'pss-sha512'] as const)
      await expect(sign(scheme)).rejects.toThrow(/Nothing was signed/);
  });

  it('NC-09: refuses what the hard rules forbid, whatever it is told', async () => {
    const root = await makeKey('authority');
    const rootDer = await makeRoot(root, 0);
    const other = await makeKey('authority', 'P-256', 'other');
    const leaf = await makeKey('endEntity');
    const base = { profile: 'tlsServer', issuer: root, issuerName: 'Root', subject: 'leaf', key: leaf } as const;
    const refuse = (tbsDer: TbsCertificateDer, key = root, issuerChain: readonly CertificateDer[] = [rootDer]) =>
      expect(signer.signCertificate({ key, signatureScheme: 'pkcs1', tbsDer, issuerChain })).rejects.toThrow(
        /The signer refused/,
      );
    await refuse(tbs({ ...base, issuerName: 'Somebody else' }));
    await refuse(tbs({ ...base, notAfter: days(1001) }));
    await refuse(tbs({ ...base, profile: 'issuingAuthority', pathLen: 0 }));
    await refuse(tbs(base), leaf);
    await refuse(tbs({ ...base, issuer: other }), other);
    await refuse(tbs({ ...base, issuerName: 'leaf' }), root, []);
  });

  it('signs nothing that is not the structure it is called', async () => {
    const root = await makeKey('authority');
    const rootDer = await makeRoot(root);
    await expect(
      signer.signCertificate({
        key: root,
        signatureScheme: 'pkcs1',
        tbsDer: new Uint8Array([1, 2, 3]) as TbsCertificateDer,
        issuerChain: [rootDer],
      }),
    ).rejects.toThrow();
    const responder = await makeKey('responder');
    await expect(
      signer.signOcspResponse({ key: responder, responseDataDer: rootDer as never, responderCertificateDer: rootDer }),
    ).rejects.toThrow();
    await expect(
      signer.signCrl({ key: root, signatureScheme: 'pkcs1', tbsDer: rootDer as never, issuerChain: [rootDer] }),
    ).rejects.toThrow();
  });

  it('signs OCSP response data under a responder key with its own certificate, each judged by itself', async () => {
    const root = await makeKey('authority');
    const rootDer = await makeRoot(root);
    const responder = await makeKey('responder');
    const tbsDer = tbs({ profile: 'ocspResponder', issuer: root, issuerName: 'Root', subject: 'R', key: responder });
    const { algorithmIdentifierDer } = signatureAlgorithmFor('P-256');
    const responderCertificateDer = assembleCertificate(
      tbsDer,
      algorithmIdentifierDer,
      await signer.signCertificate({ key: root, signatureScheme: 'pkcs1', tbsDer, issuerChain: [rootDer] }),
    );
    const responseDataDer = encodeResponseData({
      responderKeyHash: new Uint8Array(20),
      producedAt: NOW,
      responses: [],
      nonce: Uint8Array.of(1),
    });
    const sign = (data: Uint8Array, key = responder, certificate = responderCertificateDer) =>
      signer.signOcspResponse({ key, responseDataDer: data as never, responderCertificateDer: certificate });
    // Together in one message: a certificate to be signed is no response data, whatever stands beside it.
    const [first, refused, last] = await Promise.allSettled([
      sign(responseDataDer),
      sign(tbsDer),
      sign(responseDataDer),
    ]);
    expect(refused?.status).toBe('rejected');
    for (const one of [first, last]) {
      if (one?.status !== 'fulfilled') throw new Error('A response that was in order was refused.');
      const data = responseDataDer;
      expect(verifySignature({ spkiDer: responder.spkiDer, algorithmIdentifierDer, data, signature: one.value })).toBe(
        true,
      );
    }
    await expect(sign(responseDataDer, root)).rejects.toThrow();
    await expect(sign(responseDataDer, responder, rootDer)).rejects.toThrow();
    await expect(sign(responseDataDer, await makeKey('responder', 'P-256', 'another'))).rejects.toThrow();
  });

  it('signs a request of an authority for its own key that describes it, and no other', async () => {
    const key = await makeKey('authority');
    const other = await makeKey('authority', 'P-256', 'other');
    const cA = encodeBasicConstraints({ cA: true, pathLenConstraint: 0 });
    const san = encodeSubjectAltName([{ type: 'dns', value: 'a.lan' as DnsName }], false);
    const sign = (of: StoredKey, spkiDer: Uint8Array, extensions: readonly Uint8Array[]) =>
      signer.signRequest({
        key: of,
        signatureScheme: 'pkcs1',
        infoDer: encodeAuthorityRequestInfo([{ type: 'CN', value: 'Asking' }], spkiDer, extensions),
      });
    const infoDer = encodeAuthorityRequestInfo([{ type: 'CN', value: 'Asking' }], key.spkiDer, [cA]);
    const { algorithmIdentifierDer } = signatureAlgorithmFor('P-256');
    const signature = await sign(key, key.spkiDer, [cA]);
    expect(verifySignature({ spkiDer: key.spkiDer, algorithmIdentifierDer, data: infoDer, signature })).toBe(true);
    await expect(sign(key, other.spkiDer, [cA])).rejects.toThrow(/carries another key/);
    await expect(sign(key, key.spkiDer, [cA, san])).rejects.toThrow(/does not describe the authority/);
    const leaf = await makeKey('endEntity');
    await expect(sign(leaf, leaf.spkiDer, [cA])).rejects.toThrow(/only an authority key/);
    await expect(
      signer.signRequest({ key, signatureScheme: 'pkcs1', infoDer: new Uint8Array([0x30, 0]) }),
    ).rejects.toThrow();
    await expect(signer.sealKey({ key: leaf, passphrase: 'six otters under a bridge' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(signer.sealKey({ key, passphrase: 'short' })).rejects.toMatchObject({
      fields: [{ field: 'passphrase' }],
    });
  });

  it('KEY-05: gives out end-entity keys only', async () => {
    const leaf = await makeKey('endEntity');
    expect((await signer.exportEndEntityKey({ key: leaf })).length).toBeGreaterThan(100);
    for (const kind of ['authority', 'responder'] as const) {
      const key = await makeKey(kind);
      await expect(signer.exportEndEntityKey({ key })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(signer.exportEndEntityKey({ key: { ...key, kind: 'endEntity' } })).rejects.toMatchObject({
        code: 'internal',
      });
    }
  });

  it('wraps a key that was brought along, and none that is not the key of the certificate', async () => {
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pkcs8 = () => new Uint8Array(own.privateKey.export({ format: 'der', type: 'pkcs8' }));
    const spki = readSubjectPublicKeyInfo(new Uint8Array(own.publicKey.export({ format: 'der', type: 'spki' })));
    const call = { keyId: 'brought', kind: 'endEntity', spkiDer: spki.spkiDer } as const;
    const { wrapped } = await signer.importKey({ ...call, pkcs8Der: pkcs8() });
    const key: StoredKey = {
      id: 'brought',
      kind: 'endEntity',
      algorithm: 'P-256',
      spkiDer: spki.spkiDer,
      spkiSha256: spki.spkiSha256,
      wrapped,
      createdAt: NOW,
    };
    expect(Buffer.from(await signer.exportEndEntityKey({ key }))).toEqual(Buffer.from(pkcs8()));
    const other = await makeKey('authority');
    await expect(signer.importKey({ ...call, pkcs8Der: pkcs8(), spkiDer: other.spkiDer })).rejects.toMatchObject({
      code: 'validation-failed',
    });
    await expect(signer.importKey({ ...call, pkcs8Der: new Uint8Array(50) })).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('opens no record that was altered or stands for another key', async () => {
    const [one, two] = [await makeKey('endEntity', 'P-256', 'one'), await makeKey('endEntity', 'P-256', 'two')];
    await expect(signer.exportEndEntityKey({ key: { ...one, wrapped: two.wrapped } })).rejects.toMatchObject({
      code: 'internal',
    });
    for (const at of [0, 5, 20, 40, 70, 90, one.wrapped.length - 1]) {
      const wrapped = Uint8Array.from(one.wrapped);
      wrapped[at] = (wrapped[at] as number) ^ 1;
      await expect(signer.exportEndEntityKey({ key: { ...one, wrapped } })).rejects.toMatchObject({ code: 'internal' });
    }
  });

  it('fails the call cleanly when it is killed, comes back, and opens the keys again', async () => {
    const leaf = await makeKey('endEntity');
    const before = signer.processId() as number;
    const slow = signer.generateKey({ keyId: 'slow', kind: 'endEntity', algorithm: 'RSA-4096' });
    const refused = expect(slow).rejects.toMatchObject({ code: 'signer-unavailable' });
    process.kill(before, 'SIGKILL');
    await refused;
    expect((await signer.exportEndEntityKey({ key: leaf })).length).toBeGreaterThan(100);
    expect(signer.processId()).not.toBe(before);
  });

  it('keeps the key file to its owner and refuses one that others may read', async () => {
    const path = join(directory, 'kek.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    await expect(signer.unseal({ instanceId: 'test-instance', protection, passphrase: null })).rejects.toMatchObject({
      code: 'sealed',
    });
    chmodSync(path, 0o600);
    await signer.unseal({ instanceId: 'test-instance', protection, passphrase: null });
    await expect(signer.unseal({ instanceId: 'another', protection, passphrase: null })).rejects.toMatchObject({
      code: 'sealed',
    });
    writeFileSync(path, `${'0'.repeat(64)}\n`);
    await expect(signer.unseal({ instanceId: 'test-instance', protection, passphrase: null })).rejects.toMatchObject({
      code: 'sealed',
    });
    expect(existsSync(path)).toBe(true);
  });
});

describe('a passphrase', () => {
  it('opens the keys, a wrong one does not, and after a crash it is needed again', async () => {
    const sealed = startSigner({ entryFile, keyFilePath: join(directory, 'unused.key'), log: quiet });
    try {
      const envelope = await sealed.initialise({
        instanceId: 'p',
        mode: 'passphrase',
        passphrase: 'six unrelated words',
      });
      const made = await sealed.generateKey({ keyId: 'k', kind: 'endEntity', algorithm: 'P-256' });
      expect(existsSync(join(directory, 'unused.key'))).toBe(false);
      process.kill(sealed.processId() as number, 'SIGKILL');
      await expect.poll(() => sealed.state()).toBe('sealed');
      const { spkiDer, spkiSha256 } = readSubjectPublicKeyInfo(made.spkiDer);
      const key: StoredKey = {
        id: 'k',
        kind: 'endEntity',
        algorithm: 'P-256',
        spkiDer,
        spkiSha256,
        wrapped: made.wrapped,
        createdAt: NOW,
      };
      await expect(sealed.exportEndEntityKey({ key })).rejects.toMatchObject({ code: 'sealed' });
      await expect(
        sealed.unseal({ instanceId: 'p', protection: envelope, passphrase: 'six unrelated word' }),
      ).rejects.toMatchObject({ code: 'validation-failed' });
      await sealed.unseal({ instanceId: 'p', protection: envelope, passphrase: 'six unrelated words' });
      expect((await sealed.exportEndEntityKey({ key })).length).toBeGreaterThan(100);
    } finally {
      await sealed.close();
    }
  });
});

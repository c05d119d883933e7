import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { pkcs8Of, refusal, testCertificate, testKey } from './fixtures.test-support.ts';
import { encodePkcs12 } from './pkcs12.ts';

const rootKey = testKey('P-256');
const leafKey = testKey('RSA-2048');
const root = testCertificate('rootAuthority', rootKey, null);
const leaf = testCertificate('tlsServer', leafKey, { key: rootKey, certificate: root });

/** A counter, so that every taken octet differs and the test repeats itself. */
function countingEntropy() {
  let taken = 0;
  return { take: (octets: number) => Uint8Array.from({ length: octets }, () => taken++), count: () => taken };
}

function fileFor(password: string, changes: Partial<Parameters<typeof encodePkcs12>[0]> = {}): Uint8Array {
  return encodePkcs12({
    certificateDer: leaf.certificateDer,
    chain: [root.certificateDer],
    privateKeyPkcs8: pkcs8Of(leafKey),
    password,
    friendlyName: 'api',
    entropy: countingEntropy().take,
    iterations: 1000,
    ...changes,
  });
}

/** OpenSSL as built into the runtime reads the file: the MAC, both encryptions, and that key and certificate belong together. */
function open(file: Uint8Array, passphrase: string): void {
  createSecureContext({ pfx: Buffer.from(file), passphrase });
}

describe('encodePkcs12', () => {
  it.each(['correct horse', '', 'pässwörd€', 'pass😀word', 'a'.repeat(200), 'x'.repeat(31)])(
    'opens with the password %j and no other',
    (password) => {
      const file = fileFor(password);
      open(file, password);
      expect(() => open(file, `${password}x`)).toThrow(/mac verify failure/i);
    },
  );

  it('opens for other keys, without a chain and without a friendly name', () => {
    open(
      fileFor('p', {
        certificateDer: root.certificateDer,
        privateKeyPkcs8: pkcs8Of(rootKey),
        chain: [],
        friendlyName: '',
      }),
      'p',
    );
    open(fileFor('p', { friendlyName: 'Müller 😀' }), 'p');
  });

  it('shows a change of any part', () => {
    const file = fileFor('p');
    for (let at = 40; at < file.length; at += 397) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => open(changed, 'p')).toThrow();
    }
  });

  it('takes separate salts and vectors from the given entropy', () => {
    const entropy = countingEntropy();
    fileFor('p', { entropy: entropy.take });
    expect(entropy.count()).toBe(5 * 16);
    expect(refusal(() => fileFor('p', { entropy: () => new Uint8Array(15) })).code).toBe('malformed');
  });

  it('is the same file for the same entropy', () => {
    expect(fileFor('p')).toEqual(fileFor('p'));
  });

  it('holds no key in the clear', () => {
    const secret = Buffer.from(pkcs8Of(leafKey));
    expect(Buffer.from(fileFor('p')).includes(secret.subarray(100, 120))).toBe(false);
    expect(Buffer.from(fileFor('p')).includes(Buffer.from(leaf.tbsDer.subarray(20, 60)))).toBe(false);
  });

  it('carries the iteration counts, 600,000 by default', () => {
    const counts = (file: Uint8Array) =>
      [Buffer.from('030927c0', 'hex'), Buffer.from('030186a0', 'hex')].map((count) =>
        Buffer.from(file).includes(count),
      );
    expect(counts(fileFor('p', { iterations: 600_000 }))).toEqual([true, true]);
    const { iterations: _, ...defaults } = { iterations: 0 };
    const file = encodePkcs12({
      certificateDer: leaf.certificateDer,
      chain: [],
      privateKeyPkcs8: pkcs8Of(leafKey),
      password: 'p',
      friendlyName: 'x',
      entropy: countingEntropy().take,
      ...defaults,
    });
    expect(counts(file)).toEqual([true, true]);
  });

  it('refuses text that has no UTF-16 form', () => {
    expect(refusal(() => fileFor('\ud800')).code).toBe('bad-name');
    expect(refusal(() => fileFor('p', { friendlyName: '\udc00' })).code).toBe('bad-name');
  });
});

import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KEY_ALGORITHMS } from '../pki/types.ts';
import { generatePrivateKey } from './generate-key.ts';

describe('generatePrivateKey', () => {
  it.each(KEY_ALGORITHMS)('makes a %s key in the octets that OpenSSL writes for it', async (algorithm) => {
    const { spkiDer, pkcs8Der } = await generatePrivateKey(algorithm);
    const key = createPrivateKey({ key: pkcs8Der, format: 'der', type: 'pkcs8' });
    expect(key.export({ format: 'der', type: 'pkcs8' }).equals(pkcs8Der)).toBe(true);
    expect(createPublicKey(key).export({ format: 'der', type: 'spki' }).equals(spkiDer)).toBe(true);
  });

  it('keeps every scalar at its full length', { timeout: 60_000 }, async () => {
    // One in 256 begins with a zero octet, which the scalar of OpenSSL is without.
    const digest = 'sha256';
    for (let count = 0; count < 600; count += 1) {
      const { spkiDer, pkcs8Der } = await generatePrivateKey('P-256');
      expect(pkcs8Der.length).toBe(138);
      const signature = sign(digest, spkiDer, { key: pkcs8Der, format: 'der', type: 'pkcs8' });
      const publicKey = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
      expect(verify(digest, spkiDer, publicKey, signature)).toBe(true);
    }
  });

  it('gives a new key each time', async () => {
    const seen = new Set<string>();
    for (let count = 0; count < 50; count += 1)
      seen.add(Buffer.from((await generatePrivateKey('P-384')).spkiDer).toString('hex'));
    expect(seen.size).toBe(50);
  });
});

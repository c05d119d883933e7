import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusal, testKey } from './fixtures.test-support.ts';
import { readSubjectPublicKeyInfo } from './public-key.ts';
import { publishedKeySource } from './published-keys.ts';

/** From the private values as the standards print them: the list is made of hashes, and this is where they come from. */
function ecKey(crv: string, name: string, secret: string): KeyObject {
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(Buffer.from(secret, 'hex'));
  const point = ecdh.getPublicKey();
  const octets = (point.length - 1) / 2;
  const [x, y] = [point.subarray(1, 1 + octets), point.subarray(1 + octets)].map((part) => part.toString('base64url'));
  return createPublicKey({ key: { kty: 'EC', crv, x: x as string, y: y as string }, format: 'jwk' });
}
const pkcs8 = (prefix: string, secret: Buffer) =>
  createPublicKey(
    createPrivateKey({ key: Buffer.concat([Buffer.from(prefix, 'hex'), secret]), format: 'der', type: 'pkcs8' }),
  );
const ed25519 = (secret: string) => pkcs8('302e020100300506032b657004220420', Buffer.from(secret, 'hex'));
const mlDsa = (last: string) =>
  pkcs8(`3034020100300b06096086480165030403${last}04228020`, Buffer.from(Array.from({ length: 32 }, (_, at) => at)));
const rsa = (modulus: string) =>
  createPublicKey({
    key: { kty: 'RSA', n: Buffer.from(modulus, 'base64').toString('base64url'), e: 'AQAB' },
    format: 'jwk',
  });

const KEYS: readonly [string, KeyObject][] = [
  [
    'RFC 9500 §2.1, testRSA2048',
    rsa(
      'sPnoGUOnrpiSqt4XynxA+HRP7S+BSObI6qJ7fQAVSPtRkqsotWxQYLEYzNEx5ZSHTGypibVsJylvCfuToDTfMul8b/CZjP2Ob0LdpYrNH6l5hvFE89FU1nZQF15oVLOpUgA7wGiHuEVawrGfey92UE68mOyUVXGweJIVDdxqdMoPvNNUl86BU02vlBiESxOuox+dWmuVV7vfYZ79Toh/LUK43YvJh+rhv4nKuF7iHjVjBd9sB6iDjj70HFldzOQ9r8SRI+9NirupPTkF5AKNe6kUhKJ1luB7S27ZkvB3tSTT3P593VVJvnzOjaA1z6Cz+4+eRvcysqhrRgFlwI9TEw==',
    ),
  ],
  [
    'RFC 9500 §2.3, testECCP256 and testECCP384',
    ecKey('P-256', 'prime256v1', 'e6cb5bdd80aa45ae9c95e8c15476679ffec953c16851e711e743939589c64fc1'),
  ],
  [
    'RFC 6979 appendix A.2.5 to A.2.7',
    ecKey('P-256', 'prime256v1', 'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721'),
  ],
  [
    'RFC 6979 appendix A.2.5 to A.2.7',
    ecKey(
      'P-384',
      'secp384r1',
      '6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5',
    ),
  ],
  [
    'RFC 6979 appendix A.2.5 to A.2.7',
    ecKey(
      'P-521',
      'secp521r1',
      '00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538',
    ),
  ],
  ['RFC 8032 §7.1, tests 1 to 3', ed25519('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')],
  ['RFC 8032 §7.1, tests 1 to 3', ed25519('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')],
  ['RFC 8032 §7.1, tests 1 to 3', ed25519('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7')],
  ['RFC 8410 §10.3', ed25519('d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842')],
  [
    'RFC 7515 appendix A.3',
    ecKey(
      'P-256',
      'prime256v1',
      Buffer.from('jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI', 'base64url').toString('hex'),
    ),
  ],
  ['RFC 9881 appendix C', mlDsa('11')],
  ['RFC 9881 appendix C', mlDsa('12')],
  ['RFC 9881 appendix C', mlDsa('13')],
];

describe('KEY-03: published keys', () => {
  it.each(KEYS)('%s is refused, and the message says where it is printed', (source, key) => {
    const spki = new Uint8Array(key.export({ format: 'der', type: 'spki' }));
    const error = refusal(() => readSubjectPublicKeyInfo(spki));
    expect(error.code).toBe('weak-key');
    expect(error.message).toContain(source);
  });

  it('other keys are none of them', () => {
    for (const name of ['P-256', 'P-384', 'Ed25519', 'RSA-2048', 'ML-DSA-44'] as const)
      expect(publishedKeySource(readSubjectPublicKeyInfo(testKey(name).spkiDer).spkiSha256)).toBeNull();
  });
});

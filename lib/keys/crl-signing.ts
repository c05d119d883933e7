import { constants, createSign, type KeyObject, sign as signOctets } from 'node:crypto';
import type { SignatureAlgorithm } from '../pki/signature-algorithm.ts';
import { requireSignableLongCrl } from './hard-rules.ts';
import type { HeldPieces } from './held-pieces.ts';
import type { SignerRequest } from './signer-protocol.ts';

/**
 * Signs the TBSCertList made of `head`, the named pieces in order and `tail`, or answers with the names of the pieces
 * that are not held. What is judged is what is signed: the octets that were sent once, under the names made of them here.
 */
export async function signLongCrl(
  request: Extract<SignerRequest, { verb: 'signLongCrl' }>,
  held: HeldPieces,
  algorithm: SignatureAlgorithm,
  open: () => KeyObject,
): Promise<Uint8Array | readonly string[]> {
  const { key, head, tail, pieceNames, issuerChain } = request;
  const missing: string[] = [];
  const pieces = pieceNames.flatMap((name) => {
    const piece = held.get(name);
    if (piece === undefined) missing.push(name);
    return piece ?? [];
  });
  if (missing.length > 0) return missing;
  requireSignableLongCrl(key, algorithm, { head, tail }, pieces, issuerChain);
  const opened = open();
  const { digest, padding } = algorithm;
  const parts = [head, ...pieces.map(({ octets }) => octets), tail];
  // Ed25519 and ML-DSA sign the data itself, which must be in one place for it.
  if (digest === null) return signOctets(null, Buffer.concat(parts), opened);
  const signing = createSign(digest);
  for (const part of parts) {
    signing.update(part);
    // Other calls are answered in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (padding === null) return signing.sign(opened);
  return signing.sign({
    key: opened,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
}

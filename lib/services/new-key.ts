import type { KeyKind, StoredKey } from '../domain/entities.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';

/** Has the signer make a key; nothing is stored until the caller records it with the intent that uses it. */
export async function newKey(context: ServiceContext, kind: KeyKind, algorithm: KeyAlgorithm): Promise<StoredKey> {
  const id = context.entropy.id();
  const made = await context.signer.generateKey({ keyId: id, kind, algorithm });
  const { spkiDer, spkiSha256 } = readSubjectPublicKeyInfo(made.spkiDer);
  return { id, kind, algorithm, spkiDer, spkiSha256, wrapped: made.wrapped, createdAt: context.clock.now() };
}

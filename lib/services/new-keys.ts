import type { KeyKind, StoredKey } from '../domain/entities.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';

/** Has the signer make one key for each algorithm of the list, in its order, with one call for all of a kind. */
export async function newKeys(
  context: ServiceContext,
  kind: KeyKind,
  algorithms: readonly KeyAlgorithm[],
): Promise<readonly StoredKey[]> {
  const keys: StoredKey[] = new Array(algorithms.length);
  const createdAt = context.clock.now();
  for (const algorithm of new Set(algorithms)) {
    const positions = algorithms.flatMap((one, at) => (one === algorithm ? [at] : []));
    const keyIds = positions.map(() => context.entropy.id());
    const made = await context.signer.generateKeys({ keyIds, kind, algorithm });
    for (const [index, { spkiDer, wrapped }] of made.entries()) {
      const spki = readSubjectPublicKeyInfo(spkiDer);
      keys[positions[index] as number] = {
        id: keyIds[index] as string,
        kind,
        algorithm,
        spkiDer: spki.spkiDer,
        spkiSha256: spki.spkiSha256,
        wrapped,
        createdAt,
      };
    }
  }
  return keys;
}

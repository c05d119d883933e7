import type { Certificate } from '../domain/entities.ts';
import type { StoreReads } from '../domain/store.ts';

/** Whether the key that signed it is not here, so that no list of here can say that it is revoked (RFC 5280 §5). */
export async function isSignedElsewhere(
  store: Pick<StoreReads, 'authority'>,
  { issuerId }: Pick<Certificate, 'issuerId'>,
): Promise<boolean> {
  return (await store.authority(issuerId))?.keyState === 'absent';
}

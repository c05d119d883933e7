import type { Authority, StoredKey } from '../domain/entities.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { schemesOfKey } from '../pki/signature-algorithm.ts';
import { findAuthority } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** It was taken over without its key. One whose key was destroyed had one, and one that is deleted is brought back first. */
export function lacksItsKey({ keyId, keyState, deletedAt }: Authority): boolean {
  return keyState === 'absent' && keyId === null && deletedAt === null;
}

/**
 * Gives an authority its own key, which the caller has compared with its certificate. Audited in the same transaction.
 * False, with nothing changed, when it has got one meanwhile.
 */
export async function attachKey(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  args: { readonly authorityId: string; readonly key: StoredKey },
): Promise<boolean> {
  const { authorityId, key } = args;
  const authority = await findAuthority(tx, authorityId);
  if (!lacksItsKey(authority)) return false;
  await tx.insertKey(key);
  // Whose key was elsewhere was recorded without asking how it signs; a key for PSS only has no choice.
  const ways = schemesOfKey(key.algorithm, key.spkiDer);
  const signatureScheme = ways.includes(authority.signatureScheme) ? authority.signatureScheme : ways[0];
  await tx.updateAuthority(authorityId, {
    keyId: key.id,
    keyState: 'online',
    ...(signatureScheme ? { signatureScheme } : {}),
  });
  await recordAudit(
    context,
    tx,
    actor,
    'authority.key-attached',
    { type: 'authority', id: authorityId },
    { name: authority.name, keyId: key.id, spkiSha256: key.spkiSha256 },
  );
  return true;
}

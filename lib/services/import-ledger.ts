import type { StoredKey } from '../domain/entities.ts';
import type { StoreTransaction } from '../domain/store.ts';
import type { CertificateFacts } from '../pki/import/certificate-facts.ts';
import type { RevokedLine } from '../pki/import/import-material.ts';
import type { SerialNumber } from '../pki/types.ts';
import { importedCertificate } from './imported-certificate.ts';
import { recordAudits } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** What became of one recognised item. */
export interface ItemOutcome {
  readonly outcome: 'imported' | 'already-here' | 'refused' | 'not-used';
  /** Empty when there is nothing to say. */
  readonly reason: string;
}

/** Inserts end entities that are not here yet, with their keys; tells about each at its position. */
export async function takeOverLeaves(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  args: {
    readonly authorityId: string;
    readonly leaves: readonly { readonly at: number; readonly facts: CertificateFacts }[];
    readonly leafKeys: ReadonlyMap<string, StoredKey>;
    readonly revoked: readonly RevokedLine[];
  },
): Promise<{ inserted: number; items: ReadonlyMap<number, ItemOutcome> }> {
  const { authorityId, leaves, leafKeys } = args;
  const taken = new Map(
    await tx.fingerprintsBySerial(
      authorityId,
      leaves.map(({ facts }) => facts.serialNumber),
    ),
  );
  const revoked = new Map(args.revoked.map((line) => [line.serialNumber, line]));
  const items = new Map<number, ItemOutcome>();
  const rows = [];
  const keys = new Map<string, StoredKey>();
  for (const { at, facts } of leaves) {
    const present = taken.get(facts.serialNumber);
    if (present === facts.fingerprintSha256) items.set(at, { outcome: 'already-here', reason: '' });
    else if (present !== undefined)
      items.set(at, {
        outcome: 'refused',
        reason: `Its authority has used the serial number ${facts.serialNumber} for another certificate as well.`,
      });
    else if (facts.keyAlgorithm === null)
      items.set(at, { outcome: 'refused', reason: 'Its key is of a type or size that is not used here.' });
    if (items.has(at)) continue;
    const key = leafKeys.get(facts.spkiSha256) ?? null;
    if (key) keys.set(key.id, key);
    taken.set(facts.serialNumber, facts.fingerprintSha256);
    items.set(at, { outcome: 'imported', reason: '' });
    rows.push({
      certificate: importedCertificate(context, actor, facts, {
        issuerId: authorityId,
        authorityId: null,
        revoked: revoked.get(facts.serialNumber) ?? (await tx.revokedEntry(authorityId, facts.serialNumber)),
        keyId: key?.id ?? null,
      }),
      tbsDer: facts.tbsDer,
      certificateDer: facts.certificateDer,
    });
  }
  await tx.insertKeys([...keys.values()]);
  await tx.insertImportedCertificates(rows);
  await recordAudits(
    context,
    tx,
    actor,
    rows.map(({ certificate: { id, serialNumber, displayName, fingerprintSha256, state } }) => ({
      action: 'certificate.imported',
      object: { type: 'certificate', id },
      details: {
        serialNumber,
        issuerId: authorityId,
        name: displayName,
        fingerprintSha256: fingerprintSha256 ?? '',
        state,
      },
    })),
  );
  return { inserted: rows.length, items };
}

/** Lines of the ledger that are new here, with the state of certificates that were issued until now. Returns how many. */
export async function takeOverRevocations(
  tx: StoreTransaction,
  args: { readonly authorityId: string; readonly revoked: readonly RevokedLine[]; readonly end: Date },
): Promise<number> {
  const { authorityId, revoked, end } = args;
  let added = 0;
  const known = await tx.fingerprintsBySerial(
    authorityId,
    revoked.map(({ serialNumber }) => serialNumber),
  );
  for (const line of revoked) {
    if (!known.has(line.serialNumber)) continue;
    added += await revokeKnown(tx, authorityId, line);
  }
  // Where nobody knows when the certificate ends, its line stays as long as its authority.
  const lines = revoked.map((line) => ({ ...line, notAfter: line.notAfter ?? end }));
  return added + (await tx.insertRevokedEntries(authorityId, lines));
}

async function revokeKnown(tx: StoreTransaction, authorityId: string, line: RevokedLine): Promise<number> {
  const certificate = await tx.certificateBySerial(authorityId, line.serialNumber as SerialNumber);
  if (certificate?.state !== 'issued') return 0;
  const { id } = certificate;
  const changed =
    line.reason === 'certificateHold'
      ? await tx.recordHeld({ id, at: line.revokedAt })
      : await tx.recordRevoked({
          id,
          at: line.revokedAt,
          reason: line.reason,
          invalidityDate: line.invalidityDate,
        });
  return changed ? 1 : 0;
}

import type { Certificate } from '../domain/entities.ts';
import { foundKeys } from './known-moduli.ts';
import { recordAudit } from './record-audit.ts';
import type { ServiceContext } from './service-context.ts';
import type { AttentionItem } from './views.ts';

/**
 * Compares all RSA keys that are known here with each other, once a day, and after an import or a request that was refused, in a process of its own
 * with a limit of memory and time. Each key that shares a prime, and each modulus under two keys, is written to the audit log once.
 * Returns how many were new. Security row KEY-02
 */
export async function searchSharedFactors(context: ServiceContext): Promise<number> {
  const memory = context.knownModuli;
  const now = context.clock.now();
  const { at } = memory.searched;
  if (at !== null && now.getTime() - at.getTime() < SEARCH_SECONDS * 1_000) return 0;
  memory.readAt = null;
  await memory.refresh(context);
  const before = await foundKeys(memory, context.store);
  // The newest first where there are too many: what is older was compared when it came.
  const entries = [...memory.keysByModulus].slice(-MOST_MODULI);
  const shared = await context.fileWork.sharedFactors(entries.map(([modulus]) => modulus));
  const keyAt = (position: number) => [...(entries[position]?.[1] ?? [])][0] ?? '';
  const findings = [
    ...shared.flatMap(({ at: position, with: other }) =>
      [...(entries[position]?.[1] ?? [])].map((key) => ({ key, other: keyAt(other), fault: 'prime' })),
    ),
    ...entries.flatMap(([, keys]) =>
      keys.size < 2
        ? []
        : [...keys].map((key) => ({ key, other: [...keys].find((one) => one !== key) ?? '', fault: 'modulus' })),
    ),
  ];
  let found = 0;
  for (const finding of findings) {
    if (before.has(finding.key)) continue;
    const [certificate] = await context.store.certificatesWithKey(finding.key);
    if (!certificate) continue;
    const [other] = await context.store.certificatesWithKey(finding.other);
    await context.store.transaction((tx) =>
      recordAudit(
        context,
        tx,
        { kind: 'system' },
        'key.shared-factor-found',
        { type: 'certificate', id: certificate.id },
        {
          name: certificate.displayName,
          serialNumber: certificate.serialNumber,
          spkiSha256: finding.key,
          shares: finding.fault,
          otherSpkiSha256: finding.other,
          otherCertificateId: other?.id ?? '',
          otherName: other?.displayName ?? '',
        },
      ),
    );
    before.add(finding.key);
    found += 1;
  }
  memory.searched.at = now;
  return found;
}

/** The next turn of the job compares again. */
export function searchSoon({ knownModuli }: ServiceContext): void {
  knownModuli.searched.at = null;
}

/** Certificates in use whose key shares a prime: until each is revoked. */
export async function sharedFactorItems(context: ServiceContext): Promise<readonly AttentionItem[]> {
  const found = await foundKeys(context.knownModuli, context.store);
  if (found.size === 0) return [];
  const now = context.clock.now();
  const items: AttentionItem[] = [];
  for (const key of [...found].slice(0, MOST_SHOWN))
    for (const certificate of await context.store.certificatesWithKey(key))
      if ((certificate.state === 'issued' || certificate.state === 'held') && certificate.notAfter > now)
        items.push(itemOf(certificate));
  return items.slice(0, MOST_SHOWN);
}

function itemOf({ id, displayName, authorityId }: Certificate): AttentionItem {
  const where = authorityId ? `/authorities/${authorityId}` : `/certificates/${id}/revoke`;
  return {
    id: `shared-factor-${id}`,
    severity: 'error',
    title: displayName,
    detail:
      'Its RSA key shares a prime with another key, so both can be computed by anyone. Revoke it with the reason key compromise, and issue again with a new key.',
    href: where,
    action: authorityId ? 'Open' : 'Revoke',
  };
}

const SEARCH_SECONDS = 86_400;
/** Half a minute, and about 200 MiB in the other process. */
const MOST_MODULI = 50_000;
const MOST_SHOWN = 20;

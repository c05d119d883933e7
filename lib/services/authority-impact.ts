import type { Authority } from '../domain/entities.ts';
import { authorise } from './authorise.ts';
import { findAuthority } from './issuer.ts';
import { certificateRows } from './list-certificates.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { EXPIRING_DAYS } from './shown-status.ts';
import type { AuthorityImpactView, CertificateRow } from './views.ts';

/** What depends on an authority: before it is disabled, revoked or deleted. Throws `not-found`. */
export async function getAuthorityImpact(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<AuthorityImpactView> {
  authorise(actor, 'inventory.read');
  await findAuthority(context.store, authorityId);
  const now = context.clock.now();
  const below = await authoritiesBelow(context, authorityId);
  const rowOf = await certificateRows(context);
  const certificates: CertificateRow[] = [];
  const issuerIds = [authorityId, ...below.map((authority) => authority.id)];
  for (const id of issuerIds) {
    if (certificates.length >= SHOWN) break;
    const page = await context.store.certificatePage({
      issuerId: id,
      status: 'valid',
      profiles: ['issuingAuthority', 'tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'],
      now,
      expiringDays: EXPIRING_DAYS,
      sort: 'expiry',
      limit: SHOWN - certificates.length,
      cursor: null,
    });
    certificates.push(...page.items.map(rowOf));
  }
  return {
    livingCertificates: await context.store.livingEnding(issuerIds, now, null),
    certificates,
    authoritiesBelow: below.map(({ id, name, status }) => ({ id, name, status })),
  };
}

/** Every authority below this one, at any depth, without those that are deleted. */
export async function authoritiesBelow(context: ServiceContext, authorityId: string): Promise<readonly Authority[]> {
  const all = (await context.store.authorities()).filter((authority) => authority.deletedAt === null);
  const below: Authority[] = [];
  const under = (id: string) => {
    for (const authority of all)
      if (authority.parentId === id) {
        below.push(authority);
        under(authority.id);
      }
  };
  under(authorityId);
  return below;
}

/** A list that a person reads; the number says the rest. */
const SHOWN = 50;

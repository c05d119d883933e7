import type { AuthorityKind, Certificate, ConnectionKind, JobState } from '../domain/entities.ts';
import { isEndEntityProfile, PROFILES } from '../pki/profiles.ts';
import { parseSerialNumber } from '../pki/serial-number.ts';
import { PkiError, type SerialNumber } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { certificateRows, searchText } from './list-certificates.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { EXPIRING_DAYS } from './shown-status.ts';
import type { CertificateRow } from './views.ts';

export interface SearchResult {
  /** The one certificate whose serial number or SHA-256 fingerprint was given. */
  readonly exact: CertificateRow | null;
  readonly certificates: readonly CertificateRow[];
  readonly authorities: readonly { readonly id: string; readonly name: string; readonly kind: AuthorityKind }[];
  readonly connections: readonly { readonly id: string; readonly name: string; readonly kind: ConnectionKind }[];
  readonly jobs: readonly { readonly id: string; readonly label: string; readonly state: JobState }[];
  readonly profiles: readonly { readonly id: string; readonly name: string; readonly builtIn: boolean }[];
}

/**
 * What somebody may mean by a few characters: the first objects of each kind whose name contains them. Fewer than two
 * characters mean nothing. Connections are found by the names in their certificates, and by their own name among the
 * newest; jobs among the newest.
 */
export async function searchInventory(
  context: ServiceContext,
  actor: Actor | null,
  text: string,
): Promise<SearchResult> {
  authorise(actor, 'inventory.read');
  const wanted = text.trim().toLowerCase();
  if (wanted.length < SHORTEST) return NOTHING;
  const { store } = context;
  const [rowOf, page, exact, authorities, jobs, own] = await Promise.all([
    certificateRows(context),
    store.certificatePage({
      text: searchText(text.trim()),
      now: context.clock.now(),
      expiringDays: EXPIRING_DAYS,
      sort: 'newest',
      limit: MOST_LOOKED_AT,
      cursor: null,
    }),
    exactly(context, text),
    store.authorities(),
    store.jobs({ limit: NEWEST, before: null }),
    store.ownProfiles(),
  ]);
  const has = (name: string) => name.toLowerCase().includes(wanted);
  const found = exact ?? page.items.find(({ fingerprintSha256 }) => fingerprintSha256 === fingerprintOf(text)) ?? null;
  return {
    exact: found && rowOf(found),
    certificates: page.items
      .filter(({ id }) => id !== found?.id)
      .slice(0, MOST_OF_A_KIND)
      .map(rowOf),
    authorities: authorities
      .filter(({ name, deletedAt }) => deletedAt === null && has(name))
      .slice(0, MOST_OF_A_KIND)
      .map(({ id, name, kind }) => ({ id, name, kind })),
    connections: await connectionsOf(context, found ? [found] : page.items, has),
    jobs: jobs.items
      .filter(({ label }) => has(label))
      .slice(0, MOST_OF_A_KIND)
      .map(({ id, label, state }) => ({ id, label, state })),
    profiles: [
      ...BUILT_IN,
      ...own
        .filter(({ status }) => status !== 'retired')
        .map(({ id, name }) => ({ id: id as string, name, builtIn: false })),
    ]
      .filter(({ name }) => has(name))
      .slice(0, MOST_OF_A_KIND),
  };
}

/** By the index of serial numbers, issuer by issuer. */
async function exactly(context: ServiceContext, text: string): Promise<Certificate | null> {
  const serialNumber = serialOf(text);
  if (serialNumber === null) return null;
  const authorities = await context.store.authorities();
  const found = await Promise.all(authorities.map(({ id }) => context.store.certificateBySerial(id, serialNumber)));
  return found.find((one) => one !== null && one.state !== 'intended') ?? null;
}

function serialOf(text: string): SerialNumber | null {
  try {
    return parseSerialNumber(text);
  } catch (error) {
    if (error instanceof PkiError) return null;
    throw error;
  }
}

/** As tools print it: hex, with or without colons, spaces and 0x. */
function fingerprintOf(text: string): string {
  return text.trim().toLowerCase().replace(/^0x/, '').replaceAll(/[:\s]/g, '');
}

async function connectionsOf(
  { store }: ServiceContext,
  certificates: readonly Certificate[],
  has: (name: string) => boolean,
): Promise<SearchResult['connections']> {
  const [newest, ...ofCertificates] = await Promise.all([
    store.connections({ limit: NEWEST, before: null }).then(({ items }) => items.filter(({ name }) => has(name))),
    ...certificates.map(({ id }) => store.connectionsOfCertificate(id)),
  ]);
  const byId = new Map([...(newest ?? []), ...ofCertificates.flat()].map((one) => [one.id, one]));
  return [...byId.values()].slice(0, MOST_OF_A_KIND).map(({ id, name, kind }) => ({ id, name, kind }));
}

const BUILT_IN = Object.entries(PROFILES)
  .filter(([id]) => isEndEntityProfile(id))
  .map(([id, { label }]) => ({ id, name: label, builtIn: true }));

const SHORTEST = 2;
const MOST_OF_A_KIND = 6;
/** Certificates whose connections are looked up, too. */
const MOST_LOOKED_AT = 12;
const NEWEST = 100;
const NOTHING: SearchResult = {
  exact: null,
  certificates: [],
  authorities: [],
  connections: [],
  jobs: [],
  profiles: [],
};

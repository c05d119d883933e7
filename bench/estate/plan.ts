import type { CertificateState, ProfileName } from '../../lib/domain/entities.ts';
import type {
  DnsName,
  GeneralName,
  IpAddress,
  KeyAlgorithm,
  NameAttribute,
  RevocationReason,
} from '../../lib/pki/types.ts';

/** What an estate of machines, people and programs would have been issued over three years. The same for the same numbers. */

export interface PlannedCertificate {
  readonly authority: number;
  readonly profile: ProfileName;
  readonly ownProfile: boolean;
  readonly subject: readonly NameAttribute[];
  readonly names: readonly GeneralName[];
  readonly displayName: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly notAfter: Date;
  readonly state: CertificateState;
  readonly end: { readonly at: Date; readonly reason: RevocationReason } | null;
}

export const HIERARCHIES = [
  { root: 'Northwind', issuing: ['Northwind Servers', 'Northwind Workloads', 'Northwind People'] },
  { root: 'Harbour', issuing: ['Harbour Production', 'Harbour Staging'] },
  { root: 'Works', issuing: ['Works Plant'] },
] as const;
export const KEY_ALGORITHM: KeyAlgorithm = 'P-256';
/** The span over which the certificates were issued. */
export const SPAN_DAYS = 1_095;

const DAY = 86_400_000;
const TEAMS = words(
  'payments orders search mail identity billing stock voice print plant portal reports media maps edge',
);
const SERVICES = words(
  'api web db cache queue proxy worker auth metrics store gateway sync files jobs events admin feed index ledger relay',
);
const PLACES = words('fra ams lon nyc sin syd gru iad');
const STAGES = words('prod prod prod staging test');
const PEOPLE = words('anna ben chloe dario elif farid grace hugo ines jonas kaya liam mira noor otto paula');
const FAMILIES = words('adler brandt costa dietz eriksen fischer gruber haddad ito jansen keller lopez moser novak');
const REASONS: readonly RevocationReason[] = [
  'superseded',
  'superseded',
  'superseded',
  'cessationOfOperation',
  'cessationOfOperation',
  'affiliationChanged',
  'keyCompromise',
  'unspecified',
];

/** The certificate at `index` of `total`, in the order of issuance, which ends at `now`. */
export function plan(index: number, total: number, now: Date): PlannedCertificate {
  const random = generator(index + 1);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const team = pick(TEAMS);
  const stage = pick(STAGES);
  const createdAt = seconds(now.getTime() - ((total - index) / total) * SPAN_DAYS * DAY);
  const life = [90, 90, 90, 90, 180, 365, 365, 365, 397, 730][Math.floor(random() * 10)] as number;
  const notAfter = seconds(createdAt.getTime() + life * DAY);
  const { profile, authority, displayName, names } = identity(index, team, stage, random, pick);
  const { state, end } = fate(random, pick, createdAt, notAfter, now);
  return {
    authority,
    profile,
    ownProfile: profile === 'tlsServer' && stage === 'prod' && random() < 0.1,
    subject: [
      { type: 'O', value: HIERARCHIES[authority < 3 ? 0 : authority < 5 ? 1 : 2].root },
      { type: 'OU', value: team },
      // A common name holds 64 characters at most (RFC 5280 appendix A.1).
      { type: 'CN', value: displayName.slice(0, 64) },
    ],
    names,
    displayName: displayName.slice(0, 64),
    owner: random() < 0.6 ? `team-${team}` : '',
    tags: random() < 0.3 ? [stage, ...(random() < 0.2 ? ['pinned'] : [])] : [],
    createdAt,
    notAfter,
    state,
    end,
  };
}

type Pick = <Item>(items: readonly Item[]) => Item;

function identity(index: number, team: string, stage: string, random: () => number, pick: Pick) {
  const kind = random();
  const service = pick(SERVICES);
  const place = pick(PLACES);
  if (kind < 0.62) {
    const host = `${service}-${index}.${team}.${place}.${stage}.example`;
    const names: GeneralName[] = [dns(host)];
    if (random() < 0.3) names.push(dns(`${service}.${team}.example`));
    if (random() < 0.15) names.push({ type: 'ip', value: address(index) });
    // An international name, as a label of A-form: "bücher", "straße".
    if (random() < 0.01) names.push(dns(`${pick(['xn--bcher-kva', 'xn--strae-oqa'])}.${team}.example`));
    return {
      profile: 'tlsServer' as const,
      authority: stage === 'prod' ? pick([0, 3]) : pick([0, 4]),
      displayName: host,
      names,
    };
  }
  if (kind < 0.82) {
    const uri = `spiffe://${stage}.example/ns/${team}/sa/${service}-${index}`;
    return {
      profile: 'tlsClient' as const,
      authority: 1,
      displayName: `${service}-${index}.${team}`,
      names: [{ type: 'uri', value: uri }] as GeneralName[],
    };
  }
  if (kind < 0.9) {
    const host = `${service}-${index}.mesh.${team}.example`;
    return { profile: 'tlsPeer' as const, authority: pick([1, 5]), displayName: host, names: [dns(host)] };
  }
  if (kind < 0.98) {
    const mailbox = `${pick(PEOPLE)}.${pick(FAMILIES)}${index}@${team}.example`;
    return {
      profile: 'smime' as const,
      authority: 2,
      displayName: mailbox,
      names: [{ type: 'email', value: mailbox }] as GeneralName[],
    };
  }
  return {
    profile: 'codeSigning' as const,
    authority: 2,
    displayName: `${team} release ${index}`,
    names: [] as GeneralName[],
  };
}

function fate(random: () => number, pick: Pick, createdAt: Date, notAfter: Date, now: Date) {
  const chance = random();
  const within = (least: number) =>
    seconds(
      Math.min(
        now.getTime(),
        createdAt.getTime() + least + random() * (notAfter.getTime() - createdAt.getTime()) * 0.8,
      ),
    );
  if (chance < 0.04) return { state: 'revoked' as const, end: { at: within(DAY), reason: pick(REASONS) } };
  if (chance < 0.042) return { state: 'held' as const, end: { at: within(DAY), reason: 'certificateHold' as const } };
  if (chance < 0.043) return { state: 'abandoned' as const, end: { at: createdAt, reason: 'unspecified' as const } };
  return { state: 'issued' as const, end: null };
}

function dns(value: string): GeneralName {
  return { type: 'dns', value: value as DnsName };
}

function address(index: number): IpAddress {
  return `10.${(index >>> 16) & 255}.${(index >>> 8) & 255}.${index & 255}` as IpAddress;
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

function seconds(time: number): Date {
  return new Date(Math.floor(time / 1_000) * 1_000);
}

/** Even numbers from 0 to 1 that follow from `start` alone (mulberry32). */
export function generator(start: number): () => number {
  let state = Math.imul(start, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

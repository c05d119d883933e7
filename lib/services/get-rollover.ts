import type { Authority, Certificate, Connection, ProfileName } from '../domain/entities.ts';
import { plannedLifeDays, planRollover, type RolloverPlan } from '../domain/rollover-plan.ts';
import { PROFILES } from '../pki/profiles.ts';
import { authorise } from './authorise.ts';
import { authoritiesBelow, getAuthorityImpact } from './authority-impact.ts';
import { MOST_DISTRIBUTION_DAYS } from './authority-settings.ts';
import { profileOf } from './chosen-profile.ts';
import { FieldErrors } from './field-errors.ts';
import { findAuthority } from './issuer.ts';
import {
  type ConnectionSides,
  type RolloverParty,
  type RolloverStep,
  rolloverSteps,
  whoInstalls,
} from './rollover-steps.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { daysLeft, shownStatus } from './shown-status.ts';
import type { CertificateRow, ShownStatus } from './views.ts';

export interface RolloverRequest {
  /** Days until a successor is known everywhere; absent: as it is set, else 90 for a root and 14 for others. */
  readonly distributionDays?: number | undefined;
  /** Days that the longest-living thing lives which it signs; absent: by the profiles in use, and what is below it. */
  readonly signedLifeDays?: number | undefined;
}

/** One authority on the date line with its own plan. */
export interface RolloverRow {
  readonly authorityId: string;
  readonly name: string;
  readonly kind: Authority['kind'];
  /** 0 for the one that the plan is about. */
  readonly depth: number;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly status: ShownStatus;
  readonly daysLeft: number;
  readonly keyState: Authority['keyState'];
  /** Exact up to COUNT_LIMIT. */
  readonly living: number;
  readonly signedLifeDays: number;
  readonly plan: RolloverPlan;
  readonly successor: Pick<Authority, 'id' | 'name'> | null;
}

export interface RolloverView {
  readonly now: Date;
  readonly authority: Pick<Authority, 'id' | 'name' | 'kind' | 'keyState' | 'status'>;
  readonly parent: Pick<Authority, 'id' | 'name'> | null;
  readonly own: RolloverRow;
  /** The successor that there is, with its dates; null: none yet. */
  readonly successor: (Pick<Authority, 'id' | 'name'> & { readonly notBefore: Date; readonly notAfter: Date }) | null;
  /** Everything below it in the order of the tree, at most `MOST_ROWS`. */
  readonly below: readonly RolloverRow[];
  readonly belowLeftOut: number;
  readonly distributionDays: number;
  /** Set for this authority; null: the program's default is used. */
  readonly setDistributionDays: number | null;
  readonly steps: readonly RolloverStep[];
  readonly parties: readonly RolloverParty[];
  /** There are more connections than are listed. */
  readonly moreParties: boolean;
  readonly impact: {
    /** Living certificates of it and of everything below, by when they end; each exact up to COUNT_LIMIT. */
    readonly byEnd: readonly { readonly label: string; readonly until: Date | null; readonly count: number }[];
    readonly total: number;
    readonly last: Date | null;
    /** The first that end. */
    readonly first: readonly CertificateRow[];
  };
}

/**
 * The plan of replacing an authority: dates, who has to install what, what depends on it. It counts in indexes and reads
 * a bounded number of rows, whatever was issued. Throws `not-found`, and `validation-failed` at `distributionDays` or `signedLifeDays`.
 */
export async function getRollover(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: RolloverRequest = {},
): Promise<RolloverView | null> {
  authorise(actor, 'inventory.read');
  refuseUnplannable(request);
  const now = context.clock.now();
  const authority = await findAuthority(context.store, authorityId);
  const all = await context.store.authorities();
  const record = authority.certificateId ? await context.store.certificate(authority.certificateId) : null;
  if (!record) return null;
  const below = (await authoritiesBelow(context, authorityId)).filter(({ certificateId }) => certificateId !== null);
  const shown = below.slice(0, MOST_ROWS);
  const planner: Planner = { context, now, all, lives: await profileLives(context) };
  const own = await planOf(planner, authority, record, 0, request);
  const rows: RolloverRow[] = [];
  for (const one of shown) {
    const certificate = await context.store.certificate(one.certificateId as string);
    if (certificate) rows.push(await planOf(planner, one, certificate, depthOf(all, one, authorityId), {}));
  }
  const issuerIds = [authorityId, ...below.map(({ id }) => id)].slice(0, MOST_ISSUERS);
  const successor = successorOf(all, authorityId);
  const successorRecord = successor?.certificateId ? await context.store.certificate(successor.certificateId) : null;
  const connections = await context.store.connectionsUnder(issuerIds, MOST_PARTIES + 1);
  const distributionDays = request.distributionDays ?? defaultDistribution(authority);
  const subject = { authority, plan: own.plan, successor, record };
  return {
    now,
    authority,
    parent: all.find(({ id }) => id === authority.parentId) ?? null,
    own,
    successor:
      successor && successorRecord
        ? {
            id: successor.id,
            name: successor.name,
            notBefore: successorRecord.notBefore,
            notAfter: successorRecord.notAfter,
          }
        : null,
    below: rows,
    belowLeftOut: below.length - rows.length,
    distributionDays,
    setDistributionDays: authority.settings.distributionDays ?? null,
    steps: rolloverSteps(subject, {
      now,
      parent: all.find(({ id }) => id === authority.parentId) ?? null,
      crossSigned: successor ? await isCrossSigned(context, successor.id, authorityId) : false,
      successorSigns: successor ? (await context.store.livingProfiles(successor.id, now)).length > 0 : false,
    }),
    parties: whoInstalls(subject, await sidesOf(context, connections.slice(0, MOST_PARTIES)), { below, issuerIds }),
    moreParties: connections.length > MOST_PARTIES,
    impact: await impactOf(context, actor, authorityId, issuerIds, now),
  };
}

interface Planner {
  readonly context: ServiceContext;
  readonly now: Date;
  readonly all: readonly Authority[];
  readonly lives: readonly ProfileLife[];
}
interface ProfileLife {
  readonly id: string;
  readonly base: ProfileName;
  readonly days: number;
  readonly authorities: readonly string[] | null;
}

async function planOf(
  { context, now, all, lives }: Planner,
  authority: Authority,
  record: Certificate,
  depth: number,
  request: RolloverRequest,
): Promise<RolloverRow> {
  const children = all.filter(({ parentId, deletedAt }) => parentId === authority.id && deletedAt === null);
  const [living, lastLivingEnd, kinds, childRecords, parentRecord] = await Promise.all([
    context.store.livingCertificates(authority.id, now),
    context.store.lastLivingEnd([authority.id], now),
    context.store.livingProfiles(authority.id, now),
    Promise.all(children.map(({ certificateId }) => (certificateId ? context.store.certificate(certificateId) : null))),
    endOf(context, all, authority.parentId),
  ]);
  const successor = successorOf(all, authority.id);
  const successorRecord = successor?.certificateId ? await context.store.certificate(successor.certificateId) : null;
  const signedLifeDays =
    request.signedLifeDays ?? plannedLifeDays(knownLives({ authority, kinds, lives, childRecords }), record);
  return {
    authorityId: authority.id,
    name: authority.name,
    kind: authority.kind,
    depth,
    serialNumber: record.serialNumber,
    notBefore: record.notBefore,
    notAfter: record.notAfter,
    status: shownStatus(record, now),
    daysLeft: daysLeft(record, now),
    keyState: authority.keyState,
    living,
    signedLifeDays,
    plan: planRollover({
      now,
      notBefore: record.notBefore,
      notAfter: record.notAfter,
      signedLifeDays,
      distributionDays: request.distributionDays ?? defaultDistribution(authority),
      parentEnds: parentRecord,
      successor: successorRecord && { notBefore: successorRecord.notBefore, notAfter: successorRecord.notAfter },
      lastLivingEnd,
    }),
    successor: successor && { id: successor.id, name: successor.name },
  };
}

/** Lives by default of the profiles under which something of it lives, and those of the authorities below it. */
function knownLives(args: {
  authority: Authority;
  kinds: readonly ProfileName[];
  lives: readonly ProfileLife[];
  childRecords: readonly (Certificate | null)[];
}): readonly number[] {
  const { id, kind, settings } = args.authority;
  // Before anything was issued it is planned with what is issued most.
  const kinds = args.kinds.length > 0 ? args.kinds : kind === 'root' ? [] : (['tlsServer', 'tlsClient'] as const);
  const allowed = args.lives.filter(
    (life) =>
      kinds.includes(life.base) &&
      (settings.profiles?.includes(life.id) ?? true) &&
      (life.authorities?.includes(id) ?? true),
  );
  const children = args.childRecords.flatMap((record) =>
    record ? [Math.round((record.notAfter.getTime() - record.notBefore.getTime()) / DAY)] : [],
  );
  const asUsual = kind === 'root' && children.length === 0 ? [PROFILES.issuingAuthority.defaultValidityDays] : [];
  return [...allowed.map(({ days }) => days), ...children, ...asUsual];
}

async function profileLives(context: ServiceContext): Promise<readonly ProfileLife[]> {
  const builtIn = (['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'] as const).map((base) => ({
    id: base,
    base,
    days: PROFILES[base].defaultValidityDays,
    authorities: null,
  }));
  const own = (await context.store.ownProfiles())
    .filter(({ status }) => status === 'active')
    .map((profile) => {
      const { base, profile: rules, own: applied } = profileOf(profile);
      return {
        id: profile.id,
        base,
        days: rules.defaultValidityDays,
        authorities: applied?.definition.authorities ?? null,
      };
    });
  return [...builtIn, ...own];
}

async function endOf(context: ServiceContext, all: readonly Authority[], id: string | null): Promise<Date | null> {
  const authority = all.find((one) => one.id === id);
  const record = authority?.certificateId ? await context.store.certificate(authority.certificateId) : null;
  return record?.notAfter ?? null;
}

async function impactOf(
  context: ServiceContext,
  actor: Actor,
  authorityId: string,
  issuerIds: readonly string[],
  now: Date,
): Promise<RolloverView['impact']> {
  const bounds = [7, 30, 90, 365].map((days) => new Date(now.getTime() + days * DAY));
  const byEnd = [];
  let from = now;
  for (const [at, until] of [...bounds, null].entries()) {
    byEnd.push({ label: ENDS[at] as string, until, count: await context.store.livingEnding(issuerIds, from, until) });
    if (until) from = until;
  }
  const [total, last, { certificates }] = await Promise.all([
    context.store.livingEnding(issuerIds, now, null),
    context.store.lastLivingEnd(issuerIds, now),
    getAuthorityImpact(context, actor, authorityId),
  ]);
  const first = [...certificates].sort(
    (one, other) => one.certificate.notAfter.getTime() - other.certificate.notAfter.getTime(),
  );
  return { byEnd, total, last, first: first.slice(0, MOST_LEAVES) };
}

const ENDS = ['within 7 days', 'in 8 to 30 days', 'in 31 to 90 days', 'in 91 to 365 days', 'later than in a year'];

async function isCrossSigned(context: ServiceContext, successorId: string, signerId: string): Promise<boolean> {
  const certificates = await context.store.certificatesOfAuthority(successorId);
  return certificates.some(({ issuerId, state }) => issuerId === signerId && state === 'issued');
}

async function sidesOf(
  context: ServiceContext,
  connections: readonly Connection[],
): Promise<readonly ConnectionSides[]> {
  const sides: ConnectionSides[] = [];
  for (const connection of connections) {
    const [server, client] = await Promise.all([
      context.store.certificate(connection.serverCertificateId),
      connection.clientCertificateId ? context.store.certificate(connection.clientCertificateId) : null,
    ]);
    if (server) sides.push({ connection, server, client });
  }
  return sides;
}

function successorOf(all: readonly Authority[], authorityId: string): Authority | null {
  return (
    all.find(
      ({ predecessorId, deletedAt, certificateId, status }) =>
        predecessorId === authorityId && deletedAt === null && certificateId !== null && status !== 'revoked',
    ) ?? null
  );
}

function defaultDistribution({ kind, settings }: Authority): number {
  return settings.distributionDays ?? (kind === 'root' ? 90 : 14);
}

function depthOf(all: readonly Authority[], authority: Authority, rootId: string): number {
  let depth = 0;
  for (let at: Authority | undefined = authority; at && at.id !== rootId; depth += 1) {
    const { parentId }: Authority = at;
    at = all.find(({ id }) => id === parentId);
  }
  return depth;
}

function refuseUnplannable({ distributionDays, signedLifeDays }: RolloverRequest): void {
  const errors = new FieldErrors();
  const isDays = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  if (distributionDays !== undefined && !isDays(distributionDays, 0, MOST_DISTRIBUTION_DAYS))
    errors.add(
      'distributionDays',
      `Give 0 to ${MOST_DISTRIBUTION_DAYS} whole days until a successor is known everywhere.`,
    );
  if (signedLifeDays !== undefined && !isDays(signedLifeDays, 1, MOST_LIFE_DAYS))
    errors.add('signedLifeDays', `Give 1 to ${MOST_LIFE_DAYS} whole days as the longest life of what it signs.`);
  errors.throwIfAny();
}

const MOST_LIFE_DAYS = 9_132;
/** A date line that a person reads. */
const MOST_ROWS = 60;
const MOST_ISSUERS = 500;
const MOST_PARTIES = 100;
const MOST_LEAVES = 10;
const DAY = 86_400_000;

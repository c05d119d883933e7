import type { Authority, Certificate, Connection } from '../domain/entities.ts';
import type { RolloverPlan } from '../domain/rollover-plan.ts';

/** One thing to do, with the day until which and the page where it is done. */
export interface RolloverStep {
  readonly id: 'parent' | 'create' | 'cross-sign' | 'install' | 'issue' | 'disable' | 'retire' | 'remove';
  readonly title: string;
  readonly text: string;
  /** The day to have it done by. */
  readonly by: Date;
  readonly state: 'done' | 'due' | 'later' | 'overdue';
  readonly href: string | null;
  readonly action: string | null;
}

/** Somebody who has to install something. */
export interface RolloverParty {
  readonly who: string;
  readonly what: string;
  readonly by: Date;
  readonly href: string;
  readonly kind: 'server' | 'client' | 'devices' | 'authority';
}

export interface RolloverSubject {
  readonly authority: Authority;
  readonly record: Certificate;
  readonly plan: RolloverPlan;
  readonly successor: Authority | null;
}

/** What is known about how far it is; read by the caller, so that the steps themselves are plain arithmetic. */
export interface RolloverFacts {
  readonly now: Date;
  readonly parent: Pick<Authority, 'id' | 'name'> | null;
  /** The successor, a root, has a certificate that the old one signed. */
  readonly crossSigned: boolean;
  /** Something lives that the successor signed. */
  readonly successorSigns: boolean;
}

/** The steps in their order, each with what is known of it. */
export function rolloverSteps(subject: RolloverSubject, facts: RolloverFacts): readonly RolloverStep[] {
  const isRoot = subject.authority.kind === 'root';
  return [
    ...parentStep(subject, facts),
    createStep(subject, facts),
    ...(isRoot ? rootSteps(subject, facts) : issuingSteps(subject, facts)),
    ...(subject.authority.keyState === 'absent' ? [] : endSteps(subject, facts)),
    ...(isRoot ? [removeStep(subject, facts)] : []),
  ];
}

function stateOf(now: Date, { done, by, ready = true }: { done: boolean; by: Date; ready?: boolean }) {
  if (done) return 'done';
  if (by <= now) return 'overdue';
  return ready && by.getTime() - now.getTime() <= SOON_DAYS * DAY ? 'due' : 'later';
}

function parentStep({ plan }: RolloverSubject, { now, parent }: RolloverFacts): readonly RolloverStep[] {
  if (!plan.parentFirst || !parent) return [];
  return [
    {
      id: 'parent',
      title: `Replace ${parent.name} first`,
      text: `${parent.name} ends too soon: a successor below it could not sign anything for as long as usual.`,
      by: plan.createBy,
      state: stateOf(now, { done: false, by: plan.createBy }),
      href: `/authorities/${parent.id}/rollover`,
      action: 'Open its plan',
    },
  ];
}

function createStep({ authority, plan, successor }: RolloverSubject, { now }: RolloverFacts): RolloverStep {
  const by = plan.createAt;
  const state = stateOf(now, { done: successor !== null, by: plan.createBy });
  if (successor)
    return {
      id: 'create',
      title: `${successor.name} takes its place`,
      text: 'A new authority with a new key, made beside the old one.',
      by,
      state,
      href: `/authorities/${successor.id}`,
      action: 'Open it',
    };
  const elsewhere = authority.keyState === 'absent';
  return {
    id: 'create',
    title: 'Make the successor',
    text: elsewhere
      ? 'Its key is elsewhere: the successor is made where its key is, and imported.'
      : 'A new authority with a new key beside the old one. Renewing the certificate alone keeps the key, and moves all of these dates.',
    by,
    state,
    href: elsewhere ? '/authorities/import' : `/authorities/${authority.id}/renew`,
    action: elsewhere ? 'Import' : 'Renew or replace',
  };
}

function rootSteps({ authority, plan, successor }: RolloverSubject, facts: RolloverFacts): readonly RolloverStep[] {
  const { now, crossSigned, successorSigns } = facts;
  const by = plan.issueFrom;
  const ready = successor !== null;
  return [
    {
      id: 'cross-sign',
      title: 'Have the old root sign the new one',
      text: 'A cross-certificate: who does not have the new root yet still trusts what comes from it, by way of the old one.',
      by,
      state: stateOf(now, { done: crossSigned, by, ready }),
      href: ready ? `/authorities/${authority.id}/certify` : null,
      action: ready ? 'Cross-sign' : null,
    },
    {
      id: 'install',
      title: 'Have the new root installed everywhere',
      text: 'Send out the address of the trust page, and go through the list of who has to install what.',
      by,
      // Nobody here can see what is installed elsewhere.
      state: ready ? 'due' : 'later',
      href: '/trust',
      action: 'Trust setup',
    },
    {
      id: 'issue',
      title: 'Issue below the new root only',
      text: 'Make issuing authorities below it; connections that are renewed get their certificates from those.',
      by,
      state: stateOf(now, { done: successorSigns, by, ready }),
      href: successor ? `/authorities/new?parent=${successor.id}` : null,
      action: successor ? 'New authority below it' : null,
    },
  ];
}

function issuingSteps({ plan, successor }: RolloverSubject, facts: RolloverFacts): readonly RolloverStep[] {
  const by = plan.issueFrom;
  const ready = successor !== null;
  return [
    {
      id: 'install',
      title: 'Tell everybody about the successor',
      text: 'Who pins the issuing authority, or keeps its chain in a file, needs the new one. Who trusts the root needs nothing.',
      by,
      state: ready ? 'due' : 'later',
      href: null,
      action: null,
    },
    {
      id: 'issue',
      title: 'Issue from the successor only',
      text: 'It is the default for everything new as soon as it is there. Connections get its certificates when they are renewed.',
      by,
      state: stateOf(facts.now, { done: facts.successorSigns, by, ready }),
      href: ready ? '/connections' : null,
      action: ready ? 'Connections' : null,
    },
  ];
}

function endSteps(
  { authority, record, plan, successor }: RolloverSubject,
  { now }: RolloverFacts,
): readonly RolloverStep[] {
  const isRoot = authority.kind === 'root';
  const danger = { href: `/authorities/${authority.id}/danger`, action: 'Danger zone' };
  return [
    {
      id: 'disable',
      title: 'Disable the old one',
      text: 'It issues nothing more; its revocation list and OCSP go on.',
      by: plan.issueFrom,
      state: stateOf(now, { done: authority.status !== 'active', by: plan.issueFrom, ready: successor !== null }),
      ...danger,
    },
    {
      id: 'retire',
      title: 'Retire the old one',
      text: isRoot
        ? 'Nothing below it lives any more. Take its key offline for good, or delete it.'
        : 'Nothing that it signed lives any more. Delete it: it can be brought back for 30 days.',
      by: plan.oldMayStopAt,
      state: stateOf(now, {
        done: authority.deletedAt !== null,
        by: record.notAfter,
        ready: plan.oldMayStopAt <= now,
      }),
      ...danger,
    },
  ];
}

function removeStep({ authority, plan }: RolloverSubject, { now }: RolloverFacts): RolloverStep {
  return {
    id: 'remove',
    title: 'Have the old root removed',
    text: 'The trust page says for each system how a root is taken away again.',
    by: plan.oldEnds,
    state: plan.oldMayStopAt <= now ? 'due' : 'later',
    href: `/trust?root=${authority.id}`,
    action: 'Trust setup',
  };
}

/** A connection with the certificates of its sides. */
export interface ConnectionSides {
  readonly connection: Pick<Connection, 'id'>;
  readonly server: Certificate;
  readonly client: Certificate | null;
}

/** Who has to install what, soonest first: those who trust a root, and those whose own chain changes. */
export function whoInstalls(
  { authority, plan }: RolloverSubject,
  sides: readonly ConnectionSides[],
  { below, issuerIds }: { readonly below: readonly Authority[]; readonly issuerIds: readonly string[] },
): readonly RolloverParty[] {
  const isRoot = authority.kind === 'root';
  const devices: RolloverParty[] = isRoot
    ? [
        {
          who: 'Every device that has the root',
          what: 'The new root, beside the old one',
          by: plan.issueFrom,
          href: '/trust',
          kind: 'devices',
        },
      ]
    : [];
  const outside: RolloverParty[] = below
    .filter(({ keyState, parentId }) => keyState === 'absent' && parentId === authority.id)
    .map(({ id, name }) => ({
      who: `${name} (its key is elsewhere)`,
      what: 'A certificate signed by the successor, for its present key',
      by: plan.oldEnds,
      href: `/authorities/${id}`,
      kind: 'authority' as const,
    }));
  return [
    ...devices,
    ...outside,
    ...(isRoot ? sides.flatMap((one) => anchorsOf(one, plan, issuerIds)) : []),
    ...sides.flatMap((one) => bundlesOf(one, plan, authority.id)),
  ].sort((one, other) => one.by.getTime() - other.by.getTime());
}

/** Each side trusts the root of the other. */
function anchorsOf(
  { connection, server, client }: ConnectionSides,
  plan: RolloverPlan,
  issuerIds: readonly string[],
): readonly RolloverParty[] {
  const shared = { by: plan.issueFrom, href: `/connections/${connection.id}` };
  const what = (other: Certificate) => `The new root as trust anchor, to accept ${other.displayName}`;
  return [
    ...(issuerIds.includes(server.issuerId)
      ? [
          {
            who: client ? `${client.displayName} (client)` : `Every client of ${server.displayName}`,
            what: what(server),
            kind: 'client' as const,
            ...shared,
          },
        ]
      : []),
    ...(client && issuerIds.includes(client.issuerId)
      ? [{ who: `${server.displayName} (server)`, what: what(client), kind: 'server' as const, ...shared }]
      : []),
  ];
}

/** Their own files change when they are renewed, at the latest when they end. */
function bundlesOf(
  { connection, server, client }: ConnectionSides,
  plan: RolloverPlan,
  authorityId: string,
): readonly RolloverParty[] {
  return [{ record: server, kind: 'server' as const }, ...(client ? [{ record: client, kind: 'client' as const }] : [])]
    .filter(({ record }) => record.issuerId === authorityId)
    .map(({ record, kind }) => ({
      who: `${record.displayName} (${kind})`,
      what: 'A new bundle: certificate, key and the chain with the successor',
      by: record.notAfter < plan.oldMayStopAt ? record.notAfter : plan.oldMayStopAt,
      href: `/connections/${connection.id}/renew`,
      kind,
    }));
}

/** What is to be done within so many days is due. */
const SOON_DAYS = 30;
const DAY = 86_400_000;

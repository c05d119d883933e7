import type { Certificate, Connection } from '../domain/entities.ts';
import { CountersignError, type FieldError } from '../domain/errors.ts';
import type { BundleSide } from '../domain/handover.ts';
import { PROFILES } from '../pki/profiles.ts';
import { authorise } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { missing } from './get-certificate.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import type { Issuer } from './issuer.ts';
import { issuerKeyState } from './issuer.ts';
import { certificateRows } from './list-certificates.ts';
import { newKey } from './new-key.ts';
import {
  type DecidedRenewal,
  decideRenewal,
  handOver,
  type RenewCertificateRequest,
  renewalOrder,
} from './renew-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { CertificateRow, IssuerKeyState } from './views.ts';

export interface RenewConnectionRequest {
  /** For a side whose key is not held here: the request (PEM) that brings its new key. */
  readonly serverCsr?: string | undefined;
  readonly clientCsr?: string | undefined;
  /** Absent: each as long as the one before. */
  readonly validityDays?: number | undefined;
}

export interface RenewedConnection {
  readonly connection: Connection;
  readonly server: IssuedCertificate;
  readonly client: IssuedCertificate | null;
}

/**
 * New certificates with new keys for both sides, or for neither: one act of issuance whose result is recorded in one
 * transaction with the connection that points at them. The old ones stay good until they end or are revoked. Throws
 * `not-found`, `conflict` when the connection changed meanwhile, `validation-failed`, `lint-refused`, `sealed`.
 */
export async function renewConnection(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
  request: RenewConnectionRequest,
): Promise<RenewedConnection> {
  authorise(actor, 'certificate.issue');
  const connection = await find(context, connectionId);
  const errors = new FieldErrors();
  const decided: DecidedRenewal[] = [];
  for (const [side, certificateId] of sidesOf(connection)) {
    const own = new FieldErrors();
    const csr = (side === 'server' ? request.serverCsr : request.clientCsr)?.trim() || undefined;
    const renewal = await decideSide(context, certificateId, { csr, validityDays: request.validityDays }, own);
    if (renewal) decided.push(renewal);
    own.moveTo(errors, { csr: `${side}Csr`, key: `${side}Csr`, keyAlgorithm: `${side}Csr` });
  }
  errors.throwIfAny();
  const orders = [];
  for (const renewal of decided) {
    const key = renewal.keyAlgorithm ? await newKey(context, 'endEntity', renewal.keyAlgorithm) : null;
    orders.push(renewalOrder(renewal, key));
  }
  const stillTheSame = async (tx: Pick<ServiceContext['store'], 'connection'>) => {
    const present = await tx.connection(connectionId);
    if (
      present?.serverCertificateId !== connection.serverCertificateId ||
      present.clientCertificateId !== connection.clientCertificateId
    )
      throw new CountersignError(
        'conflict',
        'This connection was renewed or deleted meanwhile. Nothing was handed out; look at it again.',
      );
  };
  const issued = await runIssuanceCycle(context, actor, orders, {
    withIntent: stillTheSame,
    withResult: async (tx, results) => {
      await stillTheSame(tx);
      for (const [at, { certificate }] of results.entries())
        await handOver(context, tx, actor, (decided[at] as DecidedRenewal).replaced, certificate);
    },
  });
  return {
    connection: await find(context, connectionId),
    server: issued[0] as IssuedCertificate,
    client: issued[1] ?? null,
  };
}

export interface ConnectionRenewalView {
  readonly connection: Connection;
  readonly sides: readonly SideRenewalView[];
}
export interface SideRenewalView {
  readonly side: BundleSide;
  readonly old: CertificateRow;
  /** False: whoever holds it has to make a new one and bring a request. */
  readonly keyHeld: boolean;
  /** Null when it would be refused. */
  readonly next: {
    readonly notBefore: Date;
    readonly notAfter: Date;
    readonly issuerName: string;
    readonly issuerKey: IssuerKeyState;
    readonly profileLabel: string;
    readonly keyAlgorithm: string;
    readonly names: readonly string[];
  } | null;
  readonly refusals: readonly FieldError[];
  /** Other connections that get the new certificate, too. */
  readonly alsoUsedBy: readonly Pick<Connection, 'id' | 'name'>[];
}

/** What renewing would give on each side, old beside new. Nothing is signed or stored. Throws `not-found`. */
export async function previewConnectionRenewal(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
): Promise<ConnectionRenewalView> {
  authorise(actor, 'inventory.read');
  const connection = await find(context, connectionId);
  const rowOf = await certificateRows(context);
  const sides: SideRenewalView[] = [];
  for (const [side, certificateId] of sidesOf(connection)) {
    const certificate = (await context.store.certificate(certificateId)) as Certificate;
    const errors = new FieldErrors();
    const keyHeld = certificate.keyId !== null;
    // What a key that is not held here would get is told with the one it has now.
    const renewal = await tryRenewal(context, certificateId, { key: keyHeld ? 'new' : 'same' }, errors);
    const using = await context.store.connectionsOfCertificate(certificateId);
    sides.push({
      side,
      old: rowOf(certificate),
      keyHeld,
      next: renewal && (await outcomeOf(context, renewal)),
      refusals: errors.list,
      alsoUsedBy: using.filter(({ id }) => id !== connectionId).map(({ id, name }) => ({ id, name })),
    });
  }
  return { connection, sides };
}

async function outcomeOf(
  context: ServiceContext,
  { order, keyAlgorithm, replaced }: DecidedRenewal,
): Promise<NonNullable<SideRenewalView['next']>> {
  const { authority } = order.issuer as Issuer;
  return {
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    issuerName: authority.name,
    issuerKey: await issuerKeyState(context, authority),
    profileLabel: order.ownProfile?.label ?? PROFILES[order.profile].label,
    keyAlgorithm: keyAlgorithm ?? replaced.keyAlgorithm,
    names: order.names.map(({ value }) => value),
  };
}

/** What is refused at fields is collected, so that one answer names both sides; null then. */
async function tryRenewal(
  context: ServiceContext,
  certificateId: string,
  request: RenewCertificateRequest,
  errors: FieldErrors,
): Promise<DecidedRenewal | null> {
  try {
    return await decideRenewal(context, certificateId, request);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.fields.length === 0) throw error;
    for (const { field, message, suggestion } of error.fields) errors.add(field, message, suggestion);
    return null;
  }
}

async function decideSide(
  context: ServiceContext,
  certificateId: string,
  request: { csr: string | undefined; validityDays: number | undefined },
  errors: FieldErrors,
): Promise<DecidedRenewal | null> {
  const certificate = await context.store.certificate(certificateId);
  if (certificate?.keyId === null && request.csr === undefined) {
    errors.add(
      'csr',
      `The key of "${certificate.displayName}" is not held here, so a new one cannot be made here. Ask whoever runs it for a request (CSR) with a new key, and paste it.`,
    );
    return null;
  }
  return tryRenewal(
    context,
    certificateId,
    {
      ...(request.csr === undefined ? { key: 'new' as const } : { key: 'csr' as const, csr: request.csr }),
      validityDays: request.validityDays,
    },
    errors,
  );
}

function sidesOf({ serverCertificateId, clientCertificateId }: Connection): readonly (readonly [BundleSide, string])[] {
  return [
    ['server', serverCertificateId],
    ...(clientCertificateId === null ? [] : [['client', clientCertificateId] as const]),
  ];
}

async function find(context: ServiceContext, connectionId: string): Promise<Connection> {
  const connection = await context.store.connection(connectionId);
  if (!connection) throw missing('connection', connectionId);
  return connection;
}

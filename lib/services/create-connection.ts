import type { Connection, ConnectionKind } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { isEndEntityProfile } from '../pki/profiles.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { SUBJECT_FIELDS } from './apply-policy.ts';
import { authorise } from './authorise.ts';
import { type CertificateDecision, decideCertificate } from './decide-certificate.ts';
import { isPlainName } from './decide-subject.ts';
import { FieldErrors } from './field-errors.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { newKey } from './new-key.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

export interface CreateConnectionRequest {
  readonly kind: ConnectionKind;
  readonly name?: string | undefined;
  readonly authorityId?: string | undefined;
  readonly serverNames: readonly string[];
  readonly clientName?: string | undefined;
  /** Absent: the built-in ones for servers and clients. */
  readonly serverProfile?: string | undefined;
  readonly clientProfile?: string | undefined;
  readonly validityDays?: number | undefined;
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
}

export interface CreatedConnection {
  readonly connection: Connection;
  readonly server: IssuedCertificate;
  readonly client: IssuedCertificate | null;
}

/**
 * "A trusts B": issues the server's certificate and, when mutual, the client's, both or neither, and saves the pair.
 * Throws `validation-failed`, `lint-refused`, `sealed`, `signer-unavailable`.
 */
export async function createConnection(
  context: ServiceContext,
  actor: Actor | null,
  request: CreateConnectionRequest,
): Promise<CreatedConnection> {
  authorise(actor, 'connection.create');
  const decisions = await decide(context, request);
  const orders: IssuanceOrder[] = [];
  for (const decision of decisions) {
    const key = await newKey(context, 'endEntity', decision.keyAlgorithm);
    orders.push({ ...decision.order, spkiDer: key.spkiDer, key });
  }
  const id = context.entropy.id();
  let connection: Connection | null = null;
  const issued = await runIssuanceCycle(context, actor, orders, {
    withResult: async (tx, results) => {
      const [server, client] = results;
      if (!server) throw new CountersignError('internal', 'No server certificate was issued.');
      connection = {
        id,
        kind: request.kind,
        name:
          request.name?.trim() ||
          `${client ? `${client.certificate.displayName} → ` : ''}${server.certificate.displayName}`,
        serverCertificateId: server.certificate.id,
        clientCertificateId: client?.certificate.id ?? null,
        createdAt: context.clock.now(),
        createdBy: actorName(actor),
        lastTest: null,
      };
      await tx.insertConnection(connection);
      await recordAudit(
        context,
        tx,
        actor,
        'connection.created',
        { type: 'connection', id },
        { name: connection.name, kind: request.kind },
      );
    },
  });
  if (!connection) throw new CountersignError('internal', 'The connection was not recorded.');
  return { connection, server: issued[0] as IssuedCertificate, client: issued[1] ?? null };
}

async function decide(
  context: ServiceContext,
  request: CreateConnectionRequest,
): Promise<readonly CertificateDecision[]> {
  const errors = new FieldErrors();
  const shared = {
    authorityId: request.authorityId,
    validityDays: request.validityDays,
    keyAlgorithm: request.keyAlgorithm,
  };
  if (request.name !== undefined && request.name.trim().length > 100)
    errors.add('name', 'The name is longer than 100 characters. Shorten it.');
  await refuseUnfit(context, request, errors);
  const ownOfServer = new FieldErrors();
  const server = await decideCertificate(
    context,
    { profile: request.serverProfile ?? 'tlsServer', names: request.serverNames, ...shared },
    ownOfServer,
    { names: 'serverNames' },
  );
  ownOfServer.moveTo(errors, { ...toProfileField('serverProfile'), 'subject.commonName': 'serverNames' });
  if (request.kind === 'one-way') {
    if (request.clientName?.trim())
      errors.add(
        'clientName',
        'A one-way connection has no client certificate. Leave the client name out, or choose mutual.',
      );
    errors.throwIfAny();
    return server ? [server] : [];
  }
  const clientName = request.clientName?.trim() ?? '';
  if (clientName === '') {
    errors.add(
      'clientName',
      'A mutual connection needs the name of the client, such as billing-service or alice@example.com.',
    );
    errors.throwIfAny();
  }
  // What is wrong with the authority or the validity is the same for both; only the client's name is asked here again.
  const own = new FieldErrors();
  const client = await decideCertificate(
    context,
    {
      profile: request.clientProfile ?? 'tlsClient',
      names: [clientName],
      ...(isPlainName(clientName) ? { subject: { commonName: clientName } } : {}),
      ...(errors.empty ? shared : {}),
    },
    own,
    { names: 'clientName', single: true },
  );
  own.moveTo(errors, { ...toProfileField('clientProfile'), 'subject.commonName': 'clientName', names: 'clientName' });
  errors.throwIfAny();
  if (!server || !client) throw new CountersignError('internal', 'The request was neither accepted nor refused.');
  return [server, client];
}

/** A profile for each side that is made for it. What is no profile at all is named when the certificate is decided. */
async function refuseUnfit(
  context: ServiceContext,
  request: CreateConnectionRequest,
  errors: FieldErrors,
): Promise<void> {
  for (const [field, fitting] of [
    ['serverProfile', ['tlsServer', 'tlsPeer']],
    ['clientProfile', ['tlsClient']],
  ] as const) {
    const name = request[field];
    const base = name === undefined ? undefined : ((await context.store.ownProfile(name))?.base ?? name);
    if (base !== undefined && isEndEntityProfile(base) && !(fitting as readonly string[]).includes(base))
      errors.add(field, `This side of a connection needs a profile based on ${fitting.join(' or ')}, not on ${base}.`);
  }
}

/** What a connection has no field of its own for is a matter of the profile that asks for it. */
function toProfileField(field: string): Record<string, string> {
  return Object.fromEntries(
    ['profile', 'csr', ...Object.values(SUBJECT_FIELDS).map((name) => `subject.${name}`)].map((name) => [name, field]),
  );
}

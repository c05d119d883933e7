import { createHash } from 'node:crypto';
import type { Certificate, CertificateIntent, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { PROFILES } from '../pki/profiles.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import { assembleCertificate } from '../pki/tbs-certificate.ts';
import type { CertificateDer, LintFinding, TbsCertificateDer } from '../pki/types.ts';
import { requireWithinLimits } from './authorise.ts';
import { refuseChangedProfiles } from './chosen-profile.ts';
import { requireTrustedClock } from './clock-guard.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { requireKeyAtHand } from './issuer.ts';
import { foundKeys } from './known-moduli.ts';
import { othersTurn } from './others-turn.ts';
import { type Prepared, prepareCertificate, schemeOf } from './prepare-certificate.ts';
import { recordAudit, recordAudits } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';
import { fingerprintOf, verifyCertificate } from './sign-certificate.ts';
import { rememberFreshKeys } from './step-up.ts';

/**
 * The one path to a signature, for one certificate or many (docs/standards/issuance-cycle.md; the numbers are its steps).
 * Steps 1 and 2, parsing and deciding, are the callers'. Nothing is signed that was not linted and recorded, and
 * nothing is handed out that was not verified and recorded.
 */

export interface IssuedCertificate {
  readonly certificate: Certificate;
  readonly certificateDer: CertificateDer;
  readonly lints: readonly LintFinding[];
}

export interface AlsoRecorded {
  /** In the transaction of the intents, before them. */
  readonly withIntent?: (tx: StoreTransaction) => Promise<void>;
  /** In the transaction of the results, after them. */
  readonly withResult?: (tx: StoreTransaction, issued: readonly IssuedCertificate[]) => Promise<void>;
  /** In the transaction that gives the intents up, when signing failed. */
  readonly whenAbandoned?: (tx: StoreTransaction) => Promise<void>;
}

/** Issues all orders or none. Throws `lint-refused`, `conflict`, `sealed`, `signer-unavailable`. */
export async function runIssuanceCycle(
  context: ServiceContext,
  actor: Actor,
  orders: readonly IssuanceOrder[],
  also: AlsoRecorded = {},
): Promise<readonly IssuedCertificate[]> {
  if ((await context.signer.state()) === 'sealed')
    throw new CountersignError('sealed', 'The keys are sealed. Unseal them first; nothing was signed.', {
      retryAfterSeconds: 60,
    });
  await requireTrustedClock(context);
  for (const authority of new Set(orders.map((order) => order.issuer?.authority ?? order.rootOf)))
    if (authority) await requireKeyAtHand(context, authority);
  const prepared = await prepareAndRecord(context, actor, orders, also);
  context.faults.reach('issuance.intent-recorded');
  let signed: readonly CertificateDer[];
  try {
    // 6. Sign. 7. Verify own work.
    signed = await signAll(context, prepared);
    context.faults.reach('issuance.signed');
    await Promise.all(signed.map((certificateDer, at) => verifyOwnWork(prepared[at] as Prepared, certificateDer)));
    context.faults.reach('issuance.verified');
  } catch (error) {
    await abandon(context, actor, prepared, also);
    throw error;
  }
  // 8. Record the results and the audit entries, one transaction.
  let issued: readonly IssuedCertificate[];
  try {
    issued = await context.store.transaction(async (tx) => {
      const results = await recordResults(context, tx, actor, prepared, signed);
      await also.withResult?.(tx, results);
      return results;
    });
  } catch (error) {
    // Signed, but nobody gets them: they must not wait for the next start as if they were still on their way.
    await abandon(context, actor, prepared, also);
    throw error;
  }
  context.faults.reach('issuance.result-recorded');
  rememberFreshKeys(
    context,
    actor,
    prepared.flatMap(({ id, order }) => (order.key ? [id] : [])),
  );
  // 9. Answer.
  return issued;
}

/**
 * Steps 3 to 5. A serial that is taken is drawn again, twice at most: two equal ones in a row mean that the source of randomness is broken,
 * and then nothing may be signed. Throws `conflict`.
 */
async function prepareAndRecord(
  context: ServiceContext,
  actor: Actor,
  orders: readonly IssuanceOrder[],
  also: AlsoRecorded,
): Promise<readonly Prepared[]> {
  for (const { issuerId, ownProfile, profile } of orders)
    requireWithinLimits(actor, { authorityId: issuerId, profileId: ownProfile?.id ?? profile });
  for (let attempt = 1; ; attempt += 1) {
    // 3. Assemble, 4. lint.
    const prepared: Prepared[] = [];
    for (const [at, order] of orders.entries()) {
      prepared.push(prepareCertificate(context, order));
      if (at % BREATH === BREATH - 1) await othersTurn();
    }
    try {
      // 5. Record the intents and the audit entries, one transaction.
      await context.store.transaction(async (tx) => {
        await also.withIntent?.(tx);
        await recordIntents(context, tx, actor, prepared);
      });
      return prepared;
    } catch (error) {
      if (!(error instanceof CountersignError) || error.code !== 'conflict' || attempt === SERIAL_ATTEMPTS) throw error;
      context.log.error({ attempt }, 'a serial number was drawn twice; check the source of randomness');
    }
  }
}

const SERIAL_ATTEMPTS = 3;
/** About ten milliseconds of work. */
const BREATH = 50;

/** One call to the signer for each issuer. */
async function signAll(context: ServiceContext, prepared: readonly Prepared[]): Promise<readonly CertificateDer[]> {
  const signed: CertificateDer[] = new Array(prepared.length);
  const groups = new Map<string, number[]>();
  for (const [at, { order }] of prepared.entries()) {
    const name = order.issuer ? `issuer ${order.issuerId}` : `self ${at}`;
    groups.set(name, [...(groups.get(name) ?? []), at]);
  }
  for (const positions of groups.values()) {
    const { order } = prepared[positions[0] as number] as Prepared;
    const { issuer } = order;
    const key = issuer ? issuer.key : (order.rootKey ?? (order.key as StoredKey));
    const signatureScheme = schemeOf(order);
    const tbsDers = positions.map((at) => (prepared[at] as Prepared).tbsDer);
    const signatures = await context.signer.signCertificates({
      key,
      signatureScheme,
      tbsDers,
      issuerChain: issuer ? issuer.chain : [],
    });
    const { algorithmIdentifierDer } = signatureAlgorithmFor(key.algorithm, signatureScheme);
    for (const [index, at] of positions.entries())
      signed[at] = assembleCertificate(
        tbsDers[index] as TbsCertificateDer,
        algorithmIdentifierDer,
        signatures[index] as Uint8Array,
      );
  }
  return signed;
}

function verifyOwnWork(item: Prepared, certificateDer: CertificateDer): Promise<void> {
  return verifyCertificate(
    item.tbsDer,
    certificateDer,
    item.order.issuer ? item.order.issuer.certificate.spkiDer : item.order.spkiDer,
  );
}

async function recordIntents(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  prepared: readonly Prepared[],
): Promise<void> {
  await refuseChangedProfiles(
    tx,
    prepared.map(({ order }) => order.ownProfile),
  );
  const keys = prepared.flatMap(({ order }) => order.key ?? []);
  if (keys.length > 0) await tx.insertKeys(keys);
  const sharing = await foundKeys(context.knownModuli, tx);
  for (const { order, spkiSha256 } of prepared)
    if (!order.key && (sharing.has(spkiSha256) || (await tx.isKeyBarred(spkiSha256)))) throw barredKey();
  const intents = prepared.map((item) => intentOf(context, actor, item));
  const batchId = batchOf(prepared);
  if (batchId === null) for (const intent of intents) await tx.insertCertificateIntent(intent);
  else await tx.insertIntentBatch({ id: batchId, intents });
  await recordAudits(context, tx, actor, intentionsOf(prepared));
}

/**
 * End entities wait beside the ledger for their result, as one batch named after its first. Null: there is an
 * authority among them, whose row others refer to before it is signed.
 */
function batchOf(prepared: readonly Prepared[]): string | null {
  const hasAuthority = prepared.some(({ order }) => PROFILES[order.profile].isAuthority);
  return hasAuthority ? null : (prepared[0] as Prepared).id;
}

/** One entry for each of a few. Many share one, which says how many they are and binds what was to be signed. */
function intentionsOf(prepared: readonly Prepared[]): Parameters<typeof recordAudits>[3] {
  if (prepared.length <= FEW)
    return prepared.map(({ id, serialNumber, order }) => ({
      action: 'certificate.intended',
      object: { type: 'certificate', id },
      details: { serialNumber, issuerId: order.issuerId, profile: order.profile, name: displayName(order) },
    }));
  const hash = createHash('sha256');
  for (const { tbsDer } of prepared) hash.update(tbsDer);
  const { id, order } = prepared[0] as Prepared;
  return [
    {
      action: 'certificate.intended',
      object: { type: 'certificate', id },
      details: { count: String(prepared.length), issuerId: order.issuerId, tbsSha256: hash.digest('hex') },
    },
  ];
}

const FEW = 10;

function barredKey(): CountersignError {
  const message =
    'This key was reported or found to be compromised and gets no more certificates. Create a new key and CSR.';
  return new CountersignError('validation-failed', message, { fields: [{ field: 'csr', message }] });
}

function intentOf(context: ServiceContext, actor: Actor, item: Prepared): CertificateIntent {
  const { order } = item;
  return {
    id: item.id,
    issuerId: order.issuerId,
    serialNumber: item.serialNumber,
    profile: order.profile,
    profileId: order.ownProfile?.id ?? null,
    authorityId: order.authorityId ?? null,
    replacesId: order.replacesId ?? null,
    owner: order.owner ?? '',
    notes: order.notes ?? '',
    displayName: displayName(order),
    subject: order.subject,
    names: order.names,
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    keyAlgorithm: item.keyAlgorithm,
    spkiSha256: item.spkiSha256,
    keyId: order.key?.id ?? order.heldKeyId ?? null,
    createdAt: context.clock.now(),
    createdBy: actorName(actor),
    tbsDer: item.tbsDer,
  };
}

async function recordResults(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  prepared: readonly Prepared[],
  signed: readonly CertificateDer[],
): Promise<readonly IssuedCertificate[]> {
  const results = prepared.map((item, at) => {
    const certificateDer = signed[at] as CertificateDer;
    return {
      item,
      intent: intentOf(context, actor, item),
      certificateDer,
      fingerprintSha256: fingerprintOf(certificateDer),
    };
  });
  const batchId = batchOf(prepared);
  if (batchId !== null) await tx.recordBatchIssued(batchId, results);
  else
    for (const { intent, certificateDer, fingerprintSha256 } of results)
      if (!(await tx.recordIssued({ id: intent.id, certificateDer, fingerprintSha256 })))
        throw new CountersignError(
          'conflict',
          'This issuance was given up meanwhile. Nothing was handed out; start again.',
        );
  await recordAudits(
    context,
    tx,
    actor,
    results.map(({ item: { id, serialNumber, order }, fingerprintSha256 }) => ({
      action: 'certificate.issued',
      object: { type: 'certificate', id },
      details: { serialNumber, issuerId: order.issuerId, fingerprintSha256, name: displayName(order) },
    })),
  );
  return results.map(({ item, intent, certificateDer, fingerprintSha256 }) => {
    const { tbsDer: _, ...facts } = intent;
    return {
      certificate: {
        ...facts,
        state: 'issued',
        origin: 'issued',
        fingerprintSha256,
        revokedAt: null,
        revocationReason: null,
      },
      certificateDer,
      lints: item.lints,
    };
  });
}

/** What was recorded but not finished joins the CRL: a signature may exist. If even this fails, start-up does it. */
async function abandon(
  context: ServiceContext,
  actor: Actor,
  prepared: readonly Prepared[],
  also: AlsoRecorded,
): Promise<void> {
  try {
    await context.store.transaction(async (tx) => {
      const given = await giveUp(context, tx, prepared);
      for (const { id, serialNumber, issuerId } of given) {
        await recordAudit(context, tx, actor, 'certificate.abandoned', { type: 'certificate', id }, { serialNumber });
        context.publication.crlOverdue.add(issuerId);
      }
      if (given.length > 0) await also.whenAbandoned?.(tx);
    });
  } catch (error) {
    context.log.error({ error }, 'an interrupted issuance could not be marked as abandoned; the next start does it');
  }
}

/** What was recorded after all, by a commit whose answer was lost, stays. */
async function giveUp(
  context: ServiceContext,
  tx: StoreTransaction,
  prepared: readonly Prepared[],
): Promise<readonly Pick<CertificateIntent, 'id' | 'serialNumber' | 'issuerId'>[]> {
  const at = context.clock.now();
  const batchId = batchOf(prepared);
  if (batchId !== null) return tx.recordBatchAbandoned(batchId, at);
  const given = [];
  for (const { id, serialNumber, order } of prepared)
    if (await tx.recordAbandoned({ id, at })) given.push({ id, serialNumber, issuerId: order.issuerId });
  return given;
}

function displayName(order: IssuanceOrder): string {
  return order.subject.find((attribute) => attribute.type === 'CN')?.value ?? order.names[0]?.value ?? 'unnamed';
}

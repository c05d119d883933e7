import { createHash } from 'node:crypto';
import type { Authority, Certificate, CertificateIntent, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { lintTbsCertificate } from '../pki/lints/lint-certificate.ts';
import { applyDefinition } from '../pki/profile/profile-definition.ts';
import { PROFILES, type Profile, type ProfileId } from '../pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { serialNumberFromEntropy } from '../pki/serial-number.ts';
import { signatureAlgorithmFor, verifySignature } from '../pki/signature-algorithm.ts';
import { assembleCertificate, encodeTbsCertificate } from '../pki/tbs-certificate.ts';
import type {
  CertificateDer,
  DistinguishedName,
  GeneralName,
  KeyAlgorithm,
  LintFinding,
  SerialNumber,
  SignatureScheme,
  TbsCertificateDer,
} from '../pki/types.ts';
import { applyPolicy } from './apply-policy.ts';
import type { AuthorityLimits } from './authority-limits.ts';
import { type AppliedProfile, refuseChangedProfiles } from './chosen-profile.ts';
import { type Issuer, requireKeyAtHand } from './issuer.ts';
import { requireIssuerAllows } from './issuing-rules.ts';
import { addressesInCertificate } from './publishing-urls.ts';
import { recordAudit, recordAudits } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';
import { rememberFreshKeys } from './step-up.ts';

/**
 * The one path to a signature, for one certificate or many (docs/standards/issuance-cycle.md; the numbers are its steps).
 * Steps 1 and 2, parsing and deciding, are the callers'. Nothing is signed that was not linted and recorded, and
 * nothing is handed out that was not verified and recorded.
 */

/** One certificate to make: every decision is taken. */
export interface IssuanceOrder {
  readonly profile: ProfileId;
  /** Null: a root, signed by `key` itself. */
  readonly issuer: Issuer | null;
  /** The authority that signs; for a root, the new one. */
  readonly issuerId: string;
  readonly subject: DistinguishedName;
  readonly names: readonly GeneralName[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo. */
  readonly spkiDer: Uint8Array;
  /** The subject's private key when it is kept here; recorded together with the intent. */
  readonly key: StoredKey | null;
  readonly pathLenConstraint?: number | null;
  /** The authority whose key this certifies, for authorities' certificates. */
  readonly authorityId?: string | null;
  /** The profile of the operators' own whose rules are applied. */
  readonly ownProfile?: AppliedProfile | null;
  /** The certificate this one takes the place of. */
  readonly replacesId?: string | null;
  /** The key is certified again and was stored before; `key` is null then. */
  readonly heldKeyId?: string | null;
  readonly owner?: string;
  readonly notes?: string;
  /** For previews: there is no key yet and the issuer's stands in, so what depends on the key is not judged. */
  readonly keyStandsIn?: boolean;
  /** How a new root signs itself; with an issuer, the issuer's way counts. */
  readonly signatureScheme?: SignatureScheme;
  /** A root that certifies itself again, and the key it has; `key` is null then. */
  readonly rootOf?: Authority;
  readonly rootKey?: StoredKey;
  /** What an authority's certificate says about everything below it. */
  readonly limits?: AuthorityLimits;
  /** Absent: the hash of the key. A key that is certified again keeps its identifier. */
  readonly subjectKeyIdentifier?: Uint8Array;
}

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

interface Prepared {
  readonly order: IssuanceOrder;
  readonly id: string;
  readonly serialNumber: SerialNumber;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly spkiSha256: string;
  readonly tbsDer: TbsCertificateDer;
  readonly lints: readonly LintFinding[];
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
  for (const authority of new Set(orders.map((order) => order.issuer?.authority ?? order.rootOf)))
    if (authority) await requireKeyAtHand(context, authority);
  const prepared = await prepareAndRecord(context, actor, orders, also);
  context.faults.reach('issuance.intent-recorded');
  let signed: readonly CertificateDer[];
  try {
    // 6. Sign. 7. Verify own work.
    signed = await signAll(context, prepared);
    context.faults.reach('issuance.signed');
    for (const [at, certificateDer] of signed.entries()) verifyOwnWork(prepared[at] as Prepared, certificateDer);
    context.faults.reach('issuance.verified');
  } catch (error) {
    await abandon(context, actor, prepared, also);
    throw error;
  }
  // 8. Record the results and the audit entries, one transaction.
  const issued = await context.store.transaction(async (tx) => {
    const results = await recordResults(context, tx, actor, prepared, signed);
    await also.withResult?.(tx, results);
    return results;
  });
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
  for (let attempt = 1; ; attempt += 1) {
    // 3. Assemble, 4. lint.
    const prepared = orders.map((order) => prepareCertificate(context, order));
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

/**
 * Steps 3 and 4: the structure as it would be signed, judged by the policy of its profile, then by the lints.
 * Throws `validation-failed` for what the profile does not allow, `lint-refused` on any error.
 */
export function prepareCertificate(context: ServiceContext, order: IssuanceOrder): Prepared {
  const { spkiDer, keyAlgorithm, keyId, spkiSha256 } = readSubjectPublicKeyInfo(order.spkiDer);
  const profile = profileOfOrder(order);
  const signingAlgorithm = signatureAlgorithmFor(order.issuer?.key.algorithm ?? keyAlgorithm, schemeOf(order));
  const subjectKeyIdentifier = order.subjectKeyIdentifier ?? keyId;
  const serialNumber = serialNumberFromEntropy(context.entropy.octets(16));
  const urls = order.issuer
    ? addressesInCertificate(context.settings.publicUrl, order.issuer.authority, serialNumber)
    : null;
  const isResponder = order.profile === 'ocspResponder';
  const tbsDer = encodeTbsCertificate({
    serialNumber,
    issuer: order.issuer ? order.issuer.certificate.subjectDer : encodeName(order.subject),
    subject: order.subject,
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    spkiDer,
    signatureAlgorithm: signingAlgorithm.algorithmIdentifierDer,
    subjectKeyIdentifier,
    authorityKeyIdentifier: order.issuer
      ? (order.issuer.certificate.subjectKeyIdentifier ?? keyIdOf(order.issuer))
      : subjectKeyIdentifier,
    basicConstraints: profile.isAuthority
      ? {
          cA: true,
          pathLenConstraint:
            order.pathLenConstraint === undefined ? profile.defaultPathLenConstraint : order.pathLenConstraint,
        }
      : { cA: false },
    keyUsage: profile.keyUsage(keyAlgorithm),
    extKeyUsage: order.limits?.extKeyUsage ?? profile.extKeyUsage,
    nameConstraintsDer: order.limits?.nameConstraintsDer ?? null,
    subjectAltName: order.names,
    certificatePolicies: order.limits?.certificatePolicies ?? order.ownProfile?.definition.certificatePolicies ?? [],
    // A responder carries nocheck (RFC 6960 §4.2.2.2.1), so pointers to its own revocation data would be noise.
    ocspUrls: urls && !isResponder ? urls.ocspUrls : [],
    caIssuersUrls: urls ? urls.caIssuersUrls : [],
    crlUrls: urls && !isResponder ? urls.crlUrls : [],
    freshestCrlUrls: urls && !isResponder ? urls.freshestCrlUrls : [],
    ocspNoCheck: isResponder,
  });
  applyPolicy(tbsDer, order);
  requireIssuerAllows(order, tbsDer);
  const lints = lintTbsCertificate(tbsDer, {
    issuer: order.issuer?.certificate ?? null,
    profile,
    now: context.clock.now(),
  });
  const errors = lints.filter((finding) => finding.severity === 'error');
  if (errors.length > 0)
    throw new CountersignError(
      'lint-refused',
      `Nothing was signed: ${errors.map((finding) => finding.message).join(' ')}`,
      {
        fields: errors.map((finding) => ({ field: finding.field, message: `${finding.message} ${finding.fix}` })),
      },
    );
  return { order, id: context.entropy.id(), serialNumber, keyAlgorithm, spkiSha256, tbsDer, lints };
}

function profileOfOrder({ profile, ownProfile, keyStandsIn }: IssuanceOrder): Profile {
  const base = PROFILES[profile];
  if (!ownProfile) return base;
  const applied = applyDefinition(base, ownProfile.label, ownProfile.definition);
  return keyStandsIn ? { ...applied, keyAlgorithms: base.keyAlgorithms, keyUsage: base.keyUsage } : applied;
}

/** Step 6 for one certificate, used again when an interrupted one is finished. */
export async function signTbsCertificate(
  context: ServiceContext,
  args: {
    key: StoredKey;
    signatureScheme: SignatureScheme;
    tbsDer: TbsCertificateDer;
    issuerChain: readonly CertificateDer[];
  },
): Promise<CertificateDer> {
  const signature = await context.signer.signCertificate(args);
  const { algorithmIdentifierDer } = signatureAlgorithmFor(args.key.algorithm, args.signatureScheme);
  return assembleCertificate(args.tbsDer, algorithmIdentifierDer, signature);
}

/** Step 7: the octets that were linted, under a signature that the issuer's public key verifies. Throws `internal`. */
export function verifyCertificate(tbsDer: Uint8Array, certificateDer: CertificateDer, issuerSpkiDer: Uint8Array): void {
  const parsed = parseCertificate(certificateDer);
  if (Buffer.compare(parsed.tbsDer, tbsDer) !== 0)
    throw new CountersignError(
      'internal',
      'The signed certificate is not the one that was checked. It was not handed out.',
    );
  const genuine = verifySignature({
    spkiDer: issuerSpkiDer,
    algorithmIdentifierDer: parsed.algorithmIdentifierDer,
    data: parsed.tbsDer,
    signature: parsed.signature,
  });
  if (!genuine)
    throw new CountersignError(
      'internal',
      'The signature made for this certificate does not verify. It was not handed out.',
    );
}

export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

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

function schemeOf(order: IssuanceOrder): SignatureScheme {
  return order.issuer?.authority.signatureScheme ?? order.signatureScheme ?? 'pkcs1';
}

function verifyOwnWork(item: Prepared, certificateDer: CertificateDer): void {
  verifyCertificate(
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
  for (const { order, spkiSha256 } of prepared) if (!order.key && (await tx.isKeyBarred(spkiSha256))) throw barredKey();
  await tx.insertCertificateIntents(prepared.map((item) => intentOf(context, actor, item)));
  await recordAudits(
    context,
    tx,
    actor,
    prepared.map(({ id, serialNumber, order }) => ({
      action: 'certificate.intended',
      object: { type: 'certificate', id },
      details: { serialNumber, issuerId: order.issuerId, profile: order.profile, name: displayName(order) },
    })),
  );
}

function barredKey(): CountersignError {
  const message = 'This key was reported as compromised and gets no more certificates. Create a new key and CSR.';
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
    return { item, certificateDer, fingerprintSha256: fingerprintOf(certificateDer) };
  });
  await tx.recordAllIssued(
    results.map(({ item, certificateDer, fingerprintSha256 }) => ({
      id: item.id,
      tbsDer: item.tbsDer,
      certificateDer,
      fingerprintSha256,
    })),
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
  return results.map(({ item, certificateDer, fingerprintSha256 }) => {
    const { tbsDer: _, ...facts } = intentOf(context, actor, item);
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
      await also.whenAbandoned?.(tx);
      for (const item of prepared) {
        if (!(await tx.recordAbandoned({ id: item.id, at: context.clock.now() }))) continue;
        await recordAudit(
          context,
          tx,
          actor,
          'certificate.abandoned',
          { type: 'certificate', id: item.id },
          { serialNumber: item.serialNumber },
        );
        context.publication.crlOverdue.add(item.order.issuerId);
      }
    });
  } catch (error) {
    context.log.error({ error }, 'an interrupted issuance could not be marked as abandoned; the next start does it');
  }
}

function displayName(order: IssuanceOrder): string {
  return order.subject.find((attribute) => attribute.type === 'CN')?.value ?? order.names[0]?.value ?? 'unnamed';
}

function keyIdOf(issuer: Issuer): Uint8Array {
  return readSubjectPublicKeyInfo(issuer.certificate.spkiDer).keyId;
}

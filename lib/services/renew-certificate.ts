import type { Certificate, Connection, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { parseCertificate } from '../pki/certificate.ts';
import type { SubjectAttribute } from '../pki/profile/profile-definition.ts';
import { PROFILES } from '../pki/profiles.ts';
import type { KeyAlgorithm, SubjectPublicKeyInfoDer } from '../pki/types.ts';
import { SUBJECT_FIELDS } from './apply-policy.ts';
import { authorise } from './authorise.ts';
import { type ChosenProfile, chooseProfile } from './chosen-profile.ts';
import { decideCertificate, type IssueCertificateRequest } from './decide-certificate.ts';
import { FieldErrors } from './field-errors.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { newKey } from './new-key.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface RenewCertificateRequest {
  /** `new`: a key made here. `same`: the key it has now. `csr`: the key of the request given in `csr`. Absent: `new` when its key is held here, else `same`. */
  readonly key?: 'new' | 'same' | 'csr' | undefined;
  readonly csr?: string | undefined;
  /** For a new key; absent: the type it has now. */
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
  /** Absent: as long as the one before, within what is allowed now. */
  readonly validityDays?: number | undefined;
  /** Absent: the authority that issued it, or the one that took its place. */
  readonly authorityId?: string | undefined;
}

export interface Renewal extends IssuedCertificate {
  readonly replaced: Certificate;
  /** The connections that use the new certificate from now on. */
  readonly connections: readonly Connection[];
}

/**
 * Issues the successor of an end-entity certificate: same names, subject and profile, under the policy of today, with
 * a new key unless asked otherwise. The old one stays good until it ends or is revoked, so that it can be changed
 * over; connections show the new one. Throws `not-found`, `conflict`, `validation-failed`, `lint-refused`, `sealed`.
 */
export async function renewCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  request: RenewCertificateRequest,
): Promise<Renewal> {
  authorise(actor, 'certificate.issue');
  const decided = await decideRenewal(context, certificateId, request);
  const { replaced, keyAlgorithm } = decided;
  const key = keyAlgorithm ? await newKey(context, 'endEntity', keyAlgorithm) : null;
  let connections: readonly Connection[] = [];
  const [issued] = await runIssuanceCycle(context, actor, [renewalOrder(decided, key)], {
    withResult: async (tx, [result]) => {
      const { certificate } = result as IssuedCertificate;
      connections = await handOver(context, tx, actor, replaced, certificate);
    },
  });
  return { ...(issued as IssuedCertificate), replaced, connections };
}

/** What would be signed, but for the key where a new one is made here. */
export interface DecidedRenewal {
  readonly replaced: Certificate;
  readonly order: Omit<IssuanceOrder, 'spkiDer' | 'key'>;
  /** Null: a key is to be made, of `keyAlgorithm`. */
  readonly spkiDer: SubjectPublicKeyInfoDer | null;
  readonly keyAlgorithm: KeyAlgorithm | null;
}

/** The rules for renewing one, wherever it is asked for; signs and stores nothing. Throws as `renewCertificate`. */
export async function decideRenewal(
  context: ServiceContext,
  certificateId: string,
  request: RenewCertificateRequest,
): Promise<DecidedRenewal> {
  const replaced = await context.store.certificate(certificateId);
  const replacedDer = replaced ? await context.store.certificateDer(certificateId) : null;
  if (!replaced || !replacedDer) throw new CountersignError('not-found', `There is no certificate "${certificateId}".`);
  refuseUnrenewable(replaced);
  const errors = new FieldErrors();
  const keyChoice = chooseKey(replaced, request, errors);
  const chosen = await chooseProfile(context.store, replaced.profileId ?? replaced.profile, errors);
  errors.throwIfAny();
  if (!chosen) throw new CountersignError('internal', 'The profile was neither accepted nor refused.');
  const decision = await decideCertificate(
    context,
    {
      ...sameAgain(replaced, chosen),
      authorityId: request.authorityId ?? (await issuerOfToday(context, replaced)),
      validityDays: request.validityDays ?? (await livingDays(context, replaced, chosen.profile.maxValidityDays)),
      ...(keyChoice === 'new' ? { keyAlgorithm: request.keyAlgorithm ?? replaced.keyAlgorithm } : {}),
      ...(keyChoice === 'csr' && request.csr !== undefined ? { csr: request.csr } : {}),
    },
    errors,
    { names: 'names', ...(keyChoice === 'same' ? { keyHeld: replaced.keyId !== null } : {}) },
  );
  errors.throwIfAny();
  if (!decision) throw new CountersignError('internal', 'The request was neither accepted nor refused.');
  return {
    replaced,
    order: {
      ...decision.order,
      ...(keyChoice === 'same' ? { heldKeyId: replaced.keyId } : {}),
      replacesId: replaced.id,
      owner: replaced.owner,
      notes: replaced.notes,
    },
    spkiDer: keyChoice === 'new' ? null : (decision.csr?.spkiDer ?? parseCertificate(replacedDer).spkiDer),
    keyAlgorithm: keyChoice === 'new' ? decision.keyAlgorithm : null,
  };
}

export function renewalOrder({ order, spkiDer }: DecidedRenewal, key: StoredKey | null): IssuanceOrder {
  const certified = key?.spkiDer ?? spkiDer;
  if (!certified) throw new CountersignError('internal', 'There is neither a key nor a request.');
  return { ...order, spkiDer: certified, key };
}

/** In the transaction that records the successor: it takes over tags and connections. Returns those connections. */
export async function handOver(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  replaced: Certificate,
  certificate: Certificate,
): Promise<readonly Connection[]> {
  const tags = await tx.certificateTags(replaced.id);
  if (tags.length > 0)
    await tx.describeCertificate({ id: certificate.id, owner: replaced.owner, notes: replaced.notes, tags });
  const connections = await tx.connectionsOfCertificate(replaced.id);
  for (const connection of connections) {
    await tx.updateConnection(connection.id, {
      ...(connection.serverCertificateId === replaced.id ? { serverCertificateId: certificate.id } : {}),
      ...(connection.clientCertificateId === replaced.id ? { clientCertificateId: certificate.id } : {}),
    });
    await recordAudit(
      context,
      tx,
      actor,
      'connection.renewed',
      { type: 'connection', id: connection.id },
      { name: connection.name, certificateId: certificate.id, replacesId: replaced.id },
    );
  }
  return connections;
}

/** The request that would have led to this certificate; what its profile sets is left to the profile of today. */
function sameAgain(certificate: Certificate, { own }: ChosenProfile): IssueCertificateRequest {
  const subject = certificate.subject.flatMap(({ type, value }) => {
    const name = SUBJECT_FIELDS[type];
    const isFixed = own?.definition.subject[type as SubjectAttribute]?.mode === 'fixed';
    return name === undefined || isFixed ? [] : [[name, value] as const];
  });
  return {
    profile: certificate.profileId ?? certificate.profile,
    names: certificate.names.map(({ type, value }) => (type === 'upn' ? `upn:${value}` : value)),
    subject: Object.fromEntries(subject),
  };
}

function refuseUnrenewable(certificate: Certificate): void {
  const { displayName, state, profile } = certificate;
  if (PROFILES[profile].isAuthority)
    throw new CountersignError('conflict', `"${displayName}" is an authority. Renew it on the authority's own page.`);
  if (profile === 'ocspResponder')
    throw new CountersignError('conflict', 'Responders are renewed by the program itself. There is nothing to do.');
  if (state === 'intended' || state === 'abandoned')
    throw new CountersignError('conflict', `"${displayName}" was never handed out. Issue a new certificate.`);
}

function chooseKey(
  replaced: Certificate,
  request: RenewCertificateRequest,
  errors: FieldErrors,
): 'new' | 'same' | 'csr' {
  const choice = request.key ?? (request.csr !== undefined ? 'csr' : replaced.keyId === null ? 'same' : 'new');
  if (choice === 'csr' && request.csr === undefined)
    errors.add('csr', 'Paste the request that carries the new key, or have a key made here.');
  if (choice !== 'csr' && request.csr !== undefined)
    errors.add('csr', 'A request brings its own key. Choose the key of the request, or leave the request out.');
  if (choice !== 'new' && request.keyAlgorithm !== undefined)
    errors.add('keyAlgorithm', 'The key type can only be chosen for a new key made here. Leave it out.');
  if (choice === 'same' && replaced.revocationReason === 'keyCompromise')
    errors.add('key', 'Its key was reported as compromised and gets no more certificates. Choose a new key.');
  return choice;
}

/** The issuing authority, or the newest one that took its place with a new key. */
async function issuerOfToday(context: ServiceContext, replaced: Certificate): Promise<string> {
  const authorities = await context.store.authorities();
  let current = replaced.issuerId;
  for (const authority of authorities)
    if (authority.predecessorId === current && authority.status === 'active' && authority.certificateId)
      current = authority.id;
  return current;
}

/** As many days as before; fewer when the issuer ends sooner, as nobody chose the number. */
async function livingDays(context: ServiceContext, replaced: Certificate, allowed: number): Promise<number> {
  const days = Math.round((replaced.notAfter.getTime() - replaced.notBefore.getTime()) / DAY);
  const issuerId = await issuerOfToday(context, replaced);
  const issuer = await context.store.authority(issuerId);
  const record = issuer?.certificateId ? await context.store.certificate(issuer.certificateId) : null;
  const left = record ? Math.floor((record.notAfter.getTime() - context.clock.now().getTime()) / DAY) : days;
  return Math.max(1, Math.min(days, allowed, Math.max(left, 1)));
}

const DAY = 86_400_000;

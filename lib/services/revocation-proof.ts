import { CountersignError } from '../domain/errors.ts';
import type { LabSetup } from '../domain/lab.ts';
import type { StatusProof, StatusProofJson } from '../domain/watch.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { isEndEntityProfile } from '../pki/profiles.ts';
import type { CertificateListDer } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type CertificateWithPath, loadWithPath } from './certificate-files.ts';
import { findAuthority } from './issuer.ts';
import { currentCrls, dialledName, identityOf, knownAuthorityCertificates, rootOf } from './lab-parties.ts';
import { finishRun, storeRuns } from './lab-runs.ts';
import { askSources, type ProofSubject, type SeenSource } from './proof-sources.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';
import { requireStepUp } from './step-up.ts';

/** The last look, or null. Throws `not-found`. */
export async function getStatusProof(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
): Promise<StatusProof | null> {
  authorise(actor, 'inventory.read');
  if (!(await context.store.certificate(certificateId)))
    throw new CountersignError('not-found', `There is no certificate "${certificateId}".`);
  return context.store.statusProof(certificateId);
}

/**
 * Looks at the status of a certificate where its own addresses say, checks what comes as a verifier would, and lets a peer of the lab
 * go by the list that was fetched. Keeps the result as the last proof. Throws `not-found`, `conflict` for a certificate without an issuer
 * here, and `step-up-required` when the handshake is wanted and its key has to leave the signer.
 */
export async function proveStatus(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  request: { readonly handshake?: boolean | undefined } = {},
): Promise<StatusProof> {
  authorise(actor, 'connection.test');
  const loaded = await loadWithPath(context.store, certificateId);
  const subject = await subjectOf(context, loaded);
  const noHandshake = request.handshake === false ? 'It was not asked for.' : whyNoHandshake(loaded);
  if (noHandshake === null) requireStepUp(context, actor, certificateId);
  const seen = await askSources(context, subject);
  const handshake = noHandshake === null ? await shakeHands(context, loaded, seen) : null;
  const now = context.clock.now();
  const finished =
    handshake && finishRun(context, actor, { groupId: null, kind: 'certificates', version: null, ...handshake });
  const record: StatusProofJson = {
    ...judge(subject, loaded, seen, now),
    handshake: finished && {
      runId: finished.run.id,
      refused: !finished.run.ok,
      words: finished.run.verdict,
    },
    noHandshake: noHandshake ?? '',
  };
  const proof: StatusProof = { certificateId, createdAt: now, createdBy: actorName(actor), record };
  await context.store.transaction(async (tx) => {
    if (finished) await storeRuns(context, tx, actor, [finished]);
    await tx.saveStatusProof(proof);
    await recordAudit(
      context,
      tx,
      actor,
      'status.proved',
      { type: 'certificate', id: certificateId },
      {
        name: record.name,
        serialNumber: record.serialNumber,
        expected: record.expected,
        outcome: record.agrees ? 'agrees' : 'differs',
      },
    );
  });
  return proof;
}

async function subjectOf(context: ServiceContext, loaded: CertificateWithPath): Promise<ProofSubject> {
  const { certificate, certificateDer, path } = loaded;
  const authority = await findAuthority(context.store, certificate.issuerId);
  const issuerDer = path[0] ?? (certificate.authorityId === certificate.issuerId ? certificateDer : null);
  if (!issuerDer)
    throw new CountersignError(
      'conflict',
      `The certificate of "${authority.name}", which issued it, is not here, so no answer about it can be checked. Import it first.`,
    );
  const revokedAt = certificate.state === 'revoked' || certificate.state === 'held' ? certificate.revokedAt : null;
  return {
    certificate: parseCertificate(certificateDer),
    issuer: parseCertificate(issuerDer),
    authority,
    revokedAt,
    listedSince: revokedAt && (await firstListSince(context, authority.id, revokedAt)),
  };
}

/** From the audit log, newest first, until before the revocation; null: it is too long ago to be found. */
async function firstListSince({ store }: ServiceContext, authorityId: string, at: Date): Promise<Date | null> {
  let first: Date | null = null;
  let beforeSeq: number | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await store.auditPage({ limit: 100, beforeSeq, action: 'crl.published' });
    for (const entry of items) {
      if (entry.at < at) return first;
      if (entry.details.authorityId === authorityId || entry.objectId === authorityId) first = entry.at;
    }
    if (next === null) return first;
    beforeSeq = next;
  }
  return null;
}

function whyNoHandshake({ certificate }: CertificateWithPath): string | null {
  if (!isEndEntityProfile(certificate.profile)) return 'The key of an authority never takes part in a handshake.';
  if (!['tlsServer', 'tlsClient', 'tlsPeer'].includes(certificate.profile)) return 'It is not a certificate for TLS.';
  return certificate.keyId === null ? 'Its key is not held here, so its side cannot be played.' : null;
}

/** The other side is of the bench; it trusts the root of this certificate and goes by the list that was fetched. */
async function shakeHands(context: ServiceContext, loaded: CertificateWithPath, seen: readonly SeenSource[]) {
  const { certificate, authorities } = loaded;
  const isClient = certificate.profile === 'tlsClient';
  const time = context.clock.now();
  const bench = context.lab.bench({ caseId: 'mutual', version: 'TLSv1.3', mutual: isClient, now: time });
  if (!bench) throw new CountersignError('internal', 'The lab has no mutual case.');
  const fetched = seen.flatMap(({ list }) => (list ? [list as CertificateListDer] : []));
  const above = await currentCrls(context.store, [
    { ...loaded, authorities: authorities.slice(fetched.length > 0 ? 1 : 0) },
  ]);
  const crls = [...fetched, ...above];
  const trusted = [rootOf(loaded)];
  const identity = await identityOf(context, loaded);
  try {
    const setup: LabSetup = isClient
      ? {
          ...bench,
          mutual: true,
          server: { ...bench.server, trusted, crls },
          client: { ...bench.client, identity },
          known: await knownAuthorityCertificates(context.store),
          time,
        }
      : {
          ...bench,
          serverName: dialledName(loaded),
          mutual: false,
          server: { ...bench.server, identity, named: [], trusted: [], crls: [] },
          client: { ...bench.client, identity: null, trusted, crls },
          known: await knownAuthorityCertificates(context.store),
          time,
        };
    const recording = await context.lab.run(setup);
    return {
      title: `${certificate.displayName}, with the list that was fetched`,
      setup,
      recording,
      serverCertificateId: isClient ? null : certificate.id,
      clientCertificateId: isClient ? certificate.id : null,
    };
  } finally {
    identity.privateKeyPkcs8.fill(0);
  }
}

type Judged = Omit<StatusProofJson, 'handshake' | 'noHandshake'>;

function judge(subject: ProofSubject, loaded: CertificateWithPath, seen: readonly SeenSource[], now: Date): Judged {
  const { certificate } = loaded;
  const sources = seen.map(({ source }) => source);
  const expected = subject.revokedAt ? 'revoked' : 'good';
  const right = sources.filter(({ status }) => status === expected);
  const agrees = sources.length > 0 && right.length === sources.length;
  const dates = (field: 'visibleSince' | 'hiddenUntil') => right.flatMap((one) => one[field] ?? []).sort();
  return {
    serialNumber: certificate.serialNumber,
    name: certificate.displayName,
    issuerName: subject.authority.name,
    expected,
    revokedAt: subject.revokedAt?.toISOString() ?? null,
    reason: certificate.revocationReason,
    agrees,
    verdict: verdictOf({
      expected,
      agrees,
      right: right.length,
      all: sources.length,
      isOver: certificate.notAfter <= now,
    }),
    sources,
    visibleSince: dates('visibleSince')[0] ?? null,
    hiddenUntil: dates('hiddenUntil').at(-1) ?? null,
  };
}

function verdictOf(args: {
  expected: 'good' | 'revoked';
  agrees: boolean;
  right: number;
  all: number;
  isOver: boolean;
}): string {
  const { expected, agrees, right, all, isOver } = args;
  const over = isOver ? ' It has expired, so lists need not carry it any more.' : '';
  if (all === 0) return `Its addresses name no list and no responder: nobody can find out.${over}`;
  if (agrees && expected === 'revoked') return `Everybody who looks sees that it is revoked.${over}`;
  if (agrees) return `Everybody who looks sees that it is good.${over}`;
  if (right === 0) return `Nobody who looks sees that it is ${expected}.${over}`;
  return `Of ${all} places, ${right} ${right === 1 ? 'says' : 'say'} that it is ${expected}. Look at the others below.${over}`;
}

const MOST_PAGES = 20;

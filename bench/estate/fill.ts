import { createECDH, createHash, randomBytes } from 'node:crypto';
import type { AuditEntry } from '../../lib/domain/entities.ts';
import { keyUsageFor, PROFILES } from '../../lib/pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../../lib/pki/public-key.ts';
import { serialNumberFromEntropy } from '../../lib/pki/serial-number.ts';
import { signatureAlgorithmFor } from '../../lib/pki/signature-algorithm.ts';
import { assembleCertificate, encodeTbsCertificate } from '../../lib/pki/tbs-certificate.ts';
import type { SubjectPublicKeyInfoDer, TbsCertificateDer } from '../../lib/pki/types.ts';
import type { Issuer } from '../../lib/services/issuer.ts';
import { addressesInCertificate } from '../../lib/services/publishing-urls.ts';
import { auditHash } from '../../lib/services/record-audit.ts';
import type { ServiceContext } from '../../lib/services/service-context.ts';
import { KEY_ALGORITHM, plan, SPAN_DAYS } from './plan.ts';
import { type EstateWriter, insertAudit, insertCertificates, type MadeCertificate } from './rows.ts';

/**
 * Makes and stores the certificates: each has a P-256 key of its own, whose private half is dropped, and a signature of
 * its issuer's key, made by the signer under all its rules. What is left out of the issuance cycle: policy, lints, the
 * check of the own signature, and the two transactions for each; so the rows of a thousand share one.
 */
export async function fillEstate(args: {
  context: ServiceContext;
  writer: EstateWriter;
  issuers: readonly Issuer[];
  profileId: string | null;
  total: number;
  now: Date;
  progress(done: number): void;
}): Promise<{ readonly server: readonly string[]; readonly client: readonly string[] }> {
  const { context, writer, total, now } = args;
  const audit = new AuditChain(await context.store.auditHead());
  const later = new LaterEntries(total, now);
  const sample = { server: [] as string[], client: [] as string[] };
  let waiting = signBatch(args, 0, Math.min(BATCH, total));
  for (let from = 0; from < total; from += BATCH) {
    const made = await waiting;
    const next = from + BATCH;
    // The signer works on the next ones while these are stored.
    if (next < total) waiting = signBatch(args, next, Math.min(next + BATCH, total));
    waiting.catch(() => undefined);
    const entries = entriesOf(made, later, Math.floor(from / BATCH), next >= total);
    await writer.write(async (rows) => {
      await insertCertificates(rows, made);
      await insertAudit(rows, audit.linked(entries));
    });
    audit.keep();
    for (const { id, planned } of made)
      if (planned.state === 'issued' && planned.notAfter > now)
        if (planned.profile === 'tlsServer' && sample.server.length < SAMPLES) sample.server.push(id);
        else if (planned.profile === 'tlsClient' && sample.client.length < SAMPLES) sample.client.push(id);
    args.progress(Math.min(next, total));
  }
  return sample;
}

const BATCH = 1_000;
const SAMPLES = 40;

interface Unsigned extends Omit<MadeCertificate, 'certificateDer' | 'fingerprintSha256' | 'tbsDer'> {
  readonly authority: number;
  readonly tbsDer: TbsCertificateDer;
}

async function signBatch(
  args: Parameters<typeof fillEstate>[0],
  from: number,
  to: number,
): Promise<readonly MadeCertificate[]> {
  const unsigned = Array.from({ length: to - from }, (_, at) => assemble(args, from + at));
  const made: MadeCertificate[] = new Array(unsigned.length);
  for (const [authority, issuer] of args.issuers.entries()) {
    const own = [...unsigned.entries()].filter(([, one]) => one.authority === authority);
    const signed = own.filter(([, { planned }]) => planned.state !== 'abandoned');
    const signatures = await args.context.signer.signCertificates({
      key: issuer.key,
      signatureScheme: issuer.authority.signatureScheme,
      tbsDers: signed.map(([, { tbsDer }]) => tbsDer),
      issuerChain: issuer.chain,
    });
    const { algorithmIdentifierDer } = signatureAlgorithmFor(issuer.key.algorithm, issuer.authority.signatureScheme);
    for (const [at, one] of own) made[at] = { ...one, certificateDer: null, fingerprintSha256: null };
    for (const [index, [at, one]] of signed.entries()) {
      const certificateDer = assembleCertificate(one.tbsDer, algorithmIdentifierDer, signatures[index] as Uint8Array);
      made[at] = { ...one, certificateDer, fingerprintSha256: sha256(certificateDer) };
    }
  }
  return made;
}

function assemble(
  { context, issuers, profileId, total, now }: Parameters<typeof fillEstate>[0],
  index: number,
): Unsigned {
  const planned = plan(index, total, now);
  const issuer = issuers[planned.authority] as Issuer;
  const profile = PROFILES[planned.profile];
  const { spkiDer, keyId, spkiSha256 } = readSubjectPublicKeyInfo(freshPublicKey());
  const serialNumber = serialNumberFromEntropy(context.entropy.octets(16));
  const urls = addressesInCertificate(context.settings.publicUrl, issuer.authority, serialNumber);
  const notBefore = new Date(planned.createdAt.getTime() - 3_600_000);
  const tbsDer = encodeTbsCertificate({
    serialNumber,
    issuer: issuer.certificate.subjectDer,
    subject: planned.subject,
    notBefore,
    notAfter: planned.notAfter,
    spkiDer,
    signatureAlgorithm: signatureAlgorithmFor(issuer.key.algorithm, issuer.authority.signatureScheme)
      .algorithmIdentifierDer,
    subjectKeyIdentifier: keyId,
    authorityKeyIdentifier: issuer.certificate.subjectKeyIdentifier ?? new Uint8Array(0),
    basicConstraints: { cA: false },
    keyUsage: keyUsageFor(profile, KEY_ALGORITHM, false),
    extKeyUsage: profile.extKeyUsage,
    subjectAltName: planned.names,
    ...urls,
    ocspNoCheck: false,
  });
  return {
    planned,
    authority: planned.authority,
    id: estateId(planned.createdAt),
    issuerId: issuer.authority.id,
    profileId: planned.ownProfile ? profileId : null,
    serialHex: serialNumber,
    spkiSha256,
    notBefore,
    tbsDer,
  };
}

/** Identifiers of the product begin with the time they were made at: ten digits of base 32, milliseconds. */
function estateId(at: Date): string {
  const time = (at.getTime() + Math.floor(Math.random() * 1_000)).toString(32).padStart(10, '0');
  return (
    time +
    BigInt(`0x${randomBytes(10).toString('hex')}`)
      .toString(32)
      .padStart(16, '0')
  );
}

/** A point on P-256 in the frame of RFC 5480 §2; only the public half leaves this function. */
function freshPublicKey(): SubjectPublicKeyInfoDer {
  const pair = createECDH('prime256v1');
  return Buffer.concat([P256_HEADER, pair.generateKeys()]) as Uint8Array as SubjectPublicKeyInfoDer;
}
const P256_HEADER = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}

type Told = Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>;

/** What is told of a batch, in the order in which it happened, with what fell due from earlier ones. */
function entriesOf(made: readonly MadeCertificate[], later: LaterEntries, batch: number, isLast: boolean): Told[] {
  const entries: Told[] = [];
  for (const { id, issuerId, serialHex, fingerprintSha256, planned } of made) {
    const { createdAt, state, end, displayName, profile } = planned;
    const told = (action: Told['action'], at: Date, details: Told['details']): Told => ({
      at,
      actor: 'seed',
      action,
      objectType: 'certificate',
      objectId: id,
      details: { serialNumber: serialHex, issuerId, ...details },
    });
    if (fingerprintSha256 !== null)
      entries.push(told('certificate.issued', createdAt, { fingerprintSha256, name: displayName }));
    else
      entries.push(
        told('certificate.intended', createdAt, { profile, name: displayName }),
        told('certificate.abandoned', createdAt, {}),
      );
    if (end && state === 'revoked') later.add(told('certificate.revoked', end.at, { reason: end.reason }));
    if (end && state === 'held') later.add(told('certificate.held', end.at, {}));
  }
  entries.push(...later.take(batch, isLast));
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Entries of a later time wait for the batch that was issued then. */
class LaterEntries {
  private readonly batches = new Map<number, Told[]>();
  private readonly begin: number;
  private readonly step: number;
  constructor(total: number, now: Date) {
    const span = SPAN_DAYS * 86_400_000;
    this.begin = now.getTime() - span;
    this.step = span * Math.min(1, BATCH / total) || span;
  }
  add(entry: Told): void {
    const batch = Math.floor((entry.at.getTime() - this.begin) / this.step);
    this.batches.set(batch, [...(this.batches.get(batch) ?? []), entry]);
  }
  take(batch: number, all: boolean): readonly Told[] {
    const due = [...this.batches.keys()].filter((one) => all || one <= batch);
    return due.flatMap((one) => {
      const entries = this.batches.get(one) ?? [];
      this.batches.delete(one);
      return entries;
    });
  }
}

/** Continues the chain from what is stored; a batch that was not stored leaves no gap. */
class AuditChain {
  private stored: { seq: number; hash: string };
  private next: { seq: number; hash: string };
  constructor(head: { seq: number; hash: string }) {
    this.stored = head;
    this.next = head;
  }
  linked(entries: readonly Told[]): readonly AuditEntry[] {
    let { seq, hash } = this.stored;
    const linked = entries.map((entry): AuditEntry => {
      seq += 1;
      const unsealed = { ...entry, seq, previousHash: hash };
      hash = auditHash(unsealed);
      return { ...unsealed, hash };
    });
    this.next = { seq, hash };
    return linked;
  }
  keep(): void {
    this.stored = this.next;
  }
}

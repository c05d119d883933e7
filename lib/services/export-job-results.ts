import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { chainPems, type KnownChains, startArchive } from './archive.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { writeCsv } from './bulk-table.ts';
import { type FileToHandOut, safeFileName } from './certificate-files.ts';
import { othersTurn } from './others-turn.ts';
import { recordAudits } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requireStepUpForJob } from './step-up.ts';

/**
 * The zip of everything a job issued: a folder for each certificate with leaf, fullchain and, where it was made here,
 * its key; the roots; and a list. Each key that leaves is in the audit log. Throws `not-found`, `conflict`, `sealed`,
 * `step-up-required`.
 */
export async function exportJobResults(
  context: ServiceContext,
  actor: Actor | null,
  jobId: string,
): Promise<FileToHandOut> {
  authorise(actor, 'certificate.export-key');
  requireNoLimits(actor, 'Taking the keys of a job');
  const job = await context.store.job(jobId);
  if (!job) throw new CountersignError('not-found', `There is no job "${jobId}".`);
  if (job.kind !== 'bulk-issuance' && job.kind !== 'bulk-renewal')
    throw new CountersignError('conflict', 'This job issues nothing, so there are no files. Its results are a CSV.');
  if (job.done === 0) throw new CountersignError('conflict', 'The job has not issued anything yet. Come back later.');
  requireStepUpForJob(context, actor, job);
  const archive = startArchive(context);
  const list: string[][] = [];
  const chains: KnownChains = new Map();
  for (let after = -1; ; ) {
    const items = await context.store.jobItems({ jobId, state: 'done', afterPosition: after, limit: SLICE });
    const certificates = await loadAll(context, items);
    await recordExports(context, actor, job.id, certificates);
    const keys = await openKeys(context, certificates);
    for (const { position, certificate, der } of certificates) {
      const chain = await chainPems(context, chains, certificate.issuerId);
      const stem = safeFileName(certificate.displayName);
      const folder = `${String(position + 1).padStart(5, '0')}-${stem}`;
      const leaf = encodePem('CERTIFICATE', der);
      archive.add(`${folder}/${stem}.pem`, leaf);
      archive.add(`${folder}/${stem}-fullchain.pem`, leaf + chain.intermediates);
      const pkcs8 = keys.get(certificate.id);
      if (pkcs8) {
        archive.add(`${folder}/${stem}.key`, privateKeyPem(pkcs8));
        pkcs8.fill(0);
      }
      list.push([
        String(position + 1),
        folder,
        certificate.displayName,
        certificate.names.map(({ value }) => value).join(' '),
        certificate.serialNumber,
        certificate.notAfter.toISOString(),
        certificate.fingerprintSha256 ?? '',
      ]);
    }
    const last = items.at(-1);
    if (!last || items.length < SLICE) break;
    after = last.position;
    await othersTurn();
  }
  for (const [at, { root }] of [
    ...new Map([...chains.values()].map((chain) => [chain.root, chain])).values(),
  ].entries())
    archive.add(`trust-anchor${at === 0 ? '' : `-${at + 1}`}.pem`, root);
  archive.add(
    'certificates.csv',
    writeCsv(['row', 'folder', 'name', 'names', 'serial number', 'valid until', 'SHA-256'], list),
  );
  return {
    name: `${safeFileName(job.label.replace(/\.(csv|json)$/i, ''))}.zip`,
    mediaType: 'application/zip',
    content: archive.finish(),
  };
}

interface Loaded {
  readonly position: number;
  readonly certificate: Certificate;
  readonly der: Uint8Array;
}

async function loadAll(
  context: ServiceContext,
  items: readonly { position: number; certificateId: string | null }[],
): Promise<readonly Loaded[]> {
  const loaded: Loaded[] = [];
  for (const { position, certificateId } of items) {
    const certificate = certificateId ? await context.store.certificate(certificateId) : null;
    const der = certificate ? await context.store.certificateDer(certificate.id) : null;
    if (certificate && der) loaded.push({ position, certificate, der });
  }
  return loaded;
}

/** Before the octets leave. */
async function recordExports(
  context: ServiceContext,
  actor: Actor,
  jobId: string,
  loaded: readonly Loaded[],
): Promise<void> {
  const held = loaded.filter(({ certificate }) => certificate.keyId !== null);
  if (held.length === 0) return;
  await context.store.transaction((tx) =>
    recordAudits(
      context,
      tx,
      actor,
      held.map(({ certificate }) => ({
        action: 'certificate.key-exported',
        object: { type: 'certificate', id: certificate.id },
        details: {
          serialNumber: certificate.serialNumber,
          name: certificate.displayName,
          purpose: `files of job ${jobId}`,
        },
      })),
    ),
  );
}

async function openKeys(context: ServiceContext, loaded: readonly Loaded[]): Promise<Map<string, Uint8Array>> {
  const held: { id: string; key: NonNullable<Awaited<ReturnType<ServiceContext['store']['key']>>> }[] = [];
  for (const { certificate } of loaded) {
    const key = certificate.keyId ? await context.store.key(certificate.keyId) : null;
    if (key) held.push({ id: certificate.id, key });
  }
  if (held.length === 0) return new Map();
  const opened = await context.signer.exportEndEntityKeys({ keys: held.map(({ key }) => key) });
  return new Map(held.map(({ id }, at) => [id, opened[at] as Uint8Array]));
}

const SLICE = 250;

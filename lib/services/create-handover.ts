import { createHash } from 'node:crypto';
import type { Connection } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { BundleSide, Handover } from '../domain/handover.ts';
import { planExport } from '../pki/export/plan-export.ts';
import { zipFiles } from '../pki/export/zip-files.ts';
import { authorise } from './authorise.ts';
import { bundleBase, bundleContents, bundleFileName, configurationText, publicFiles, readmeText } from './bundle.ts';
import { type CertificateWithPath, exportOf, exportRequestOf } from './certificate-files.ts';
import { makePassword, takePrivateKey } from './export-key.ts';
import { codeHash, codeOf, TOKEN_OCTETS, tokenHash, tokenOf } from './handover-token.ts';
import { type HandoverView, handoverView } from './handover-view.ts';
import { loadParties, type Parties } from './load-parties.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';
import type { BundleFile } from './views.ts';

export interface CreateHandoverRequest {
  readonly side: BundleSide;
  /** Also the whole bundle with its key, to be collected once. */
  readonly withKey?: boolean | undefined;
  /** Days until the link ends; absent: 7. */
  readonly days?: number | undefined;
}
export const MOST_DAYS = 30;

export interface CreatedHandover {
  readonly handover: HandoverView;
  /** The only time that it is known: what is stored is the hash of its token. */
  readonly url: string;
  /** Opens what is collected; kept nowhere. Null when there is nothing to collect. */
  readonly passphrase: string | null;
}

/**
 * A link for one party of a connection. It shows the public parts of that party's bundle to whoever has it; with a key,
 * also one file to be collected once, in which the key is under a passphrase that the program forgets. A key that leaves
 * is audited as any export. Throws `not-found`, `validation-failed`, `conflict`, `step-up-required`, `sealed`.
 */
export async function createHandover(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
  request: CreateHandoverRequest,
): Promise<CreatedHandover> {
  authorise(actor, 'connection.hand-over');
  const { connection, parties } = await loadParties(context.store, connectionId);
  const days = request.days ?? 7;
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw refusal('days', `A link lives 1 to ${MOST_DAYS} whole days. Make another one when it has ended.`);
  const own = parties[request.side];
  const now = context.clock.now();
  const id = context.entropy.id();
  const token = tokenOf(context.entropy.octets(TOKEN_OCTETS));
  let passphrase: string | null = null;
  let content: Uint8Array | null = null;
  if (request.withKey) {
    authorise(actor, 'certificate.export-key');
    if (!own)
      throw refusal(
        'withKey',
        'The clients of a one-way connection have no key and no certificate. Make a link without a key.',
      );
    refuseUseless(own, now);
    passphrase = makePassword(context);
    content = await sealedBundle(context, actor, { connection, parties, side: request.side, own, passphrase });
  }
  const sha256 = content === null ? '' : createHash('sha256').update(content).digest('hex');
  const handover: Handover = {
    id,
    connectionId,
    side: request.side,
    tokenSha256: tokenHash(token),
    certificateId: own?.certificate.id ?? null,
    createdAt: now,
    createdBy: actorName(actor),
    expiresAt: new Date(now.getTime() + days * DAY),
    revokedAt: null,
    file:
      passphrase === null
        ? null
        : {
            name: bundleFileName(connection, request.side),
            sha256,
            codeSha256: codeHash(id, codeOf(passphrase)),
            attempts: 0,
            collectedAt: null,
          },
  };
  await context.store.transaction(async (tx) => {
    await tx.insertHandover(handover, content);
    await recordAudit(
      context,
      tx,
      actor,
      'connection.handed-over',
      { type: 'connection', id: connectionId },
      {
        name: connection.name,
        side: request.side,
        handoverId: id,
        until: handover.expiresAt.toISOString(),
        ...(passphrase === null ? {} : { fileSha256: sha256 }),
      },
    );
  });
  return {
    handover: handoverView(handover, connection, now),
    url: `${context.settings.publicUrl}/handover/${token}`,
    passphrase,
  };
}

/** A zip in which everything is public but the key, and the key is under the passphrase twice: as PEM and in PKCS#12. */
async function sealedBundle(
  context: ServiceContext,
  actor: Actor,
  args: {
    connection: Connection;
    parties: Parties;
    side: BundleSide;
    own: CertificateWithPath;
    passphrase: string;
  },
): Promise<Uint8Array> {
  const { connection, parties, side, own, passphrase } = args;
  const base = bundleBase(own);
  const planned = planExport(await exportRequestOf(context, own, 'everything', true));
  const only = planned.files
    .map(({ name }) => name)
    .filter((name) => name === `${base}-encrypted.key` || name === `${base}.p12`);
  const pkcs8 = await takePrivateKey(context, actor, own, `one-time download for the ${side}`);
  let sealed: readonly { readonly name: string; readonly content: Uint8Array }[];
  try {
    const material = await exportOf(context, own, 'everything', pkcs8, passphrase);
    sealed = await context.fileWork.buildExport({ ...material, only });
  } finally {
    pkcs8.fill(0);
  }
  const listed: readonly BundleFile[] = [
    { name: `${base}-encrypted.key`, description: 'Private key under the passphrase (PKCS#8 PEM)', secret: true },
    { name: `${base}.p12`, description: 'Key, certificate and chain under the passphrase (PKCS#12)', secret: true },
    ...bundleContents(side, own).filter(({ secret }) => !secret),
  ];
  const readme = readmeText(context, connection, side, parties, listed, [
    'The private key is under the passphrase that you were told. Take it out on the machine that uses it:',
    `  umask 077 && openssl pkey -in ${base}-encrypted.key -out ${base}.key`,
    '',
    'This file came over plain HTTP. Before you use it, have its SHA-256 read to you by whoever sent the link:',
    `  sha256sum ${bundleFileName(connection, side)}`,
    '',
  ]);
  const text = (name: string, value: string) => ({ name, content: Buffer.from(value, 'utf8'), secret: false });
  return zipFiles(
    [
      ...sealed.map(({ name, content }) => ({ name, content, secret: true })),
      ...(await publicFiles(context, parties, side)).map((file) => text(file.name, file.text)),
      text('README.txt', readme),
      text('CONFIGURATION.txt', configurationText(context, connection, side, parties)),
    ],
    context.clock.now(),
  );
}

function refuseUseless({ certificate }: CertificateWithPath, now: Date): void {
  const why = certificate.state === 'revoked' ? 'is revoked' : certificate.notAfter <= now ? 'has ended' : null;
  if (why)
    throw new CountersignError(
      'conflict',
      `The certificate of "${certificate.displayName}" ${why}. Renew the connection first, then hand over its new files.`,
    );
}

function refusal(field: string, message: string): CountersignError {
  return new CountersignError('validation-failed', message, { fields: [{ field, message }] });
}

const DAY = 86_400_000;

import type { Connection } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { type BundleSide, type Handover, MOST_ATTEMPTS } from '../domain/handover.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { fingerprintGroups, trustRoot } from '../pki/trust/trust-root.ts';
import { aboutConnection, bundleContents, otherSide, publicFiles } from './bundle.ts';
import type { FileToHandOut } from './certificate-files.ts';
import { CODE_LENGTH, codeHash, isSameHash, TOKEN_PATTERN, tokenHash } from './handover-token.ts';
import { type HandoverView, handoverView } from './handover-view.ts';
import { loadParties, type Parties } from './load-parties.ts';
import { nameViews } from './name-views.ts';
import { publishingUrls } from './publishing-urls.ts';
import { recordAudit } from './record-audit.ts';
import type { ServiceContext } from './service-context.ts';
import { snippetsFor } from './snippets.ts';
import type { NameView, Snippet } from './views.ts';

/** What whoever has the link may see: the public parts of one party's bundle, and nothing about the other but its root. */
export interface HandoverPageView {
  readonly organisation: string;
  readonly connectionName: string;
  readonly side: BundleSide;
  readonly about: string;
  readonly expiresAt: Date;
  /** The party's own certificate; null for the clients of a one-way connection. */
  readonly own: {
    readonly displayName: string;
    readonly names: readonly NameView[];
    readonly serialNumber: string;
    readonly notBefore: Date;
    readonly notAfter: Date;
    readonly revoked: boolean;
    readonly sha256Groups: readonly string[];
  } | null;
  /** What the other side is verified against. */
  readonly anchor: { readonly name: string; readonly notAfter: Date; readonly sha256Groups: readonly string[] };
  readonly files: readonly { readonly name: string; readonly description: string }[];
  readonly addresses: readonly { readonly label: string; readonly url: string }[];
  readonly snippets: readonly Snippet[];
  readonly file: HandoverView['file'];
  readonly outdated: boolean;
}

/** Throws `not-found` for a token that is none, and `gone` for a link that has ended or was withdrawn. */
export async function readHandover(context: ServiceContext, token: string): Promise<HandoverPageView> {
  const { handover, connection, parties } = await open(context, token);
  const { side } = handover;
  const own = parties[side];
  const other = otherSide(parties, side);
  const anchorName = other.authorities.at(-1)?.name ?? other.certificate.displayName;
  const anchorDer = other.path.at(-1) ?? other.certificateDer;
  const root = trustRoot(anchorName, anchorDer);
  const instance = await context.store.instance();
  const view = handoverView(handover, connection, context.clock.now());
  return {
    organisation: instance?.organisation ?? '',
    connectionName: connection.name,
    side,
    about: aboutConnection(connection, parties),
    expiresAt: handover.expiresAt,
    own: own && {
      displayName: own.certificate.displayName,
      names: nameViews(own.certificate.names),
      serialNumber: own.certificate.serialNumber,
      notBefore: own.certificate.notBefore,
      notAfter: own.certificate.notAfter,
      revoked: own.certificate.state === 'revoked',
      sha256Groups: fingerprintGroups((own.certificate.fingerprintSha256 ?? '').toUpperCase()),
    },
    anchor: {
      name: anchorName,
      notAfter: parseCertificate(anchorDer).notAfter,
      sha256Groups: fingerprintGroups(root.sha256),
    },
    files: bundleContents(side, own)
      .filter(({ secret, name }) => !secret && !name.endsWith('.txt'))
      .map(({ name, description }) => ({ name, description })),
    addresses: addressesOf(context, parties, side),
    snippets: snippetsFor(context, connection, parties, side),
    file: view.file,
    outdated: view.outdated,
  };
}

/** One public file. Throws as `readHandover`. */
export async function readHandoverFile(
  context: ServiceContext,
  token: string,
  fileName: string,
): Promise<FileToHandOut> {
  const { handover, parties } = await open(context, token);
  const file = (await publicFiles(context, parties, handover.side)).find(({ name }) => name === fileName);
  if (!file) throw new CountersignError('not-found', `This link has no file "${fileName}".`);
  return { name: file.name, mediaType: 'application/x-pem-file', content: Buffer.from(file.text, 'utf8') };
}

/**
 * Gives the file to the first who names the first group of its passphrase, and to nobody after. Whoever guesses has five
 * tries in all; then the file is gone. Both outcomes are audited. Throws `not-found`, `gone`, `validation-failed` at `code`.
 */
export async function collectHandover(context: ServiceContext, token: string, code: string): Promise<FileToHandOut> {
  const { handover, connection } = await open(context, token);
  const now = context.clock.now();
  const { file } = handoverView(handover, connection, now);
  if (file === null || handover.file === null)
    throw new CountersignError('not-found', 'There is nothing to collect under this link.');
  if (file.state !== 'waiting') throw goneFile(file);
  const typed = code.trim();
  if (typed.length !== CODE_LENGTH)
    throw refuseCode(
      `Type the first group of the passphrase only: the ${CODE_LENGTH} characters before the first dash. The rest stays with you.`,
    );
  const about = { name: connection.name, side: handover.side, handoverId: handover.id };
  const object = { type: 'connection', id: connection.id } as const;
  if (!isSameHash(codeHash(handover.id, typed), handover.file.codeSha256)) {
    const left = await context.store.transaction(async (tx) => {
      const count = await tx.countHandoverAttempt(handover.id);
      await recordAudit(context, tx, LINK, 'connection.collection-refused', object, {
        ...about,
        attempt: String(count),
      });
      return Math.max(0, MOST_ATTEMPTS - count);
    });
    throw left > 0
      ? refuseCode(
          `That is not the first group of the passphrase. Upper and lower case matter. ${left === 1 ? 'One try is' : `${left} tries are`} left, then the file is gone.`,
        )
      : goneFile({ state: 'locked', collectedAt: null });
  }
  const content = await context.store.transaction(async (tx) => {
    const taken = await tx.collectHandover(handover.id, now);
    if (taken)
      await recordAudit(context, tx, LINK, 'connection.collected', object, { ...about, fileSha256: file.sha256 });
    return taken;
  });
  if (content === null) throw goneFile({ state: 'collected', collectedAt: now });
  return { name: file.name, mediaType: 'application/zip', content };
}

const LINK = { kind: 'link' } as const;

async function open(
  context: ServiceContext,
  token: string,
): Promise<{ handover: Handover; connection: Connection; parties: Parties }> {
  const handover = TOKEN_PATTERN.test(token) ? await context.store.handoverByToken(tokenHash(token)) : null;
  if (!handover)
    throw new CountersignError(
      'not-found',
      'There is nothing under this address. Look whether the link was copied whole, or ask for a new one.',
    );
  if (handover.revokedAt !== null)
    throw new CountersignError('gone', 'Whoever sent this link has withdrawn it. Ask them for a new one.');
  if (handover.expiresAt <= context.clock.now())
    throw new CountersignError(
      'gone',
      `This link ended on ${handover.expiresAt.toISOString().slice(0, 10)}. Ask whoever sent it for a new one.`,
    );
  return { handover, ...(await loadParties(context.store, handover.connectionId)) };
}

function goneFile({ state, collectedAt }: Pick<NonNullable<HandoverView['file']>, 'state' | 'collectedAt'>) {
  return new CountersignError(
    'gone',
    state === 'locked'
      ? 'The first group of the passphrase was wrong too often, so the file is gone. Ask whoever sent the link for a new one.'
      : `The file was collected${collectedAt ? ` on ${collectedAt.toISOString().slice(0, 16).replace('T', ' at ')} UTC` : ''}, which works once. If that was not you, tell whoever sent the link at once: the key has to be replaced.`,
  );
}

function refuseCode(message: string): CountersignError {
  return new CountersignError('validation-failed', message, { fields: [{ field: 'code', message }] });
}

/** Where the status of the other side's certificates is asked for, and the own chain is completed. */
function addressesOf({ settings }: ServiceContext, parties: Parties, side: BundleSide): HandoverPageView['addresses'] {
  const urls = publishingUrls(settings.publicUrl, otherSide(parties, side).certificate.issuerId);
  return [
    { label: 'Revocation lists of the whole chain (PEM)', url: urls.chainCrlPemUrl },
    { label: 'Revocation list (DER)', url: urls.crlUrl },
    { label: 'OCSP', url: urls.ocspUrl },
    { label: 'Issuing authority', url: urls.caIssuersUrl },
  ];
}

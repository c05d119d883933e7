import { createHash } from 'node:crypto';
import type { Authority, Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { qrSvgPath } from '../pki/trust/qr-code.ts';
import { buildTrustFile, type TrustFile, trustFiles } from '../pki/trust/trust-files.ts';
import { fingerprintGroups, type TrustRoot, trustRoot } from '../pki/trust/trust-root.ts';
import { type TrustPlatform, trustPlatforms } from '../pki/trust/trust-steps.ts';
import { authorise } from './authorise.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { findProof } from './trust-proof.ts';
import { PROOF_WORDS } from './trust-words.ts';

/** What anyone may know in order to trust a root: it is public, and the same for everybody. */

export interface TrustRootView {
  readonly authorityId: string;
  readonly name: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly expired: boolean;
  /** Upper-case hex, and the same in groups of four octets. */
  readonly sha256: string;
  readonly sha256Groups: readonly string[];
  /** The authorities that issue below it now. */
  readonly issuesThrough: readonly string[];
}

/** Roots that took each other's place, newest first. */
export interface TrustHierarchy {
  readonly name: string;
  readonly roots: readonly TrustRootView[];
}

export interface ChosenRoot extends TrustRootView {
  readonly files: readonly TrustFile[];
  readonly platforms: readonly TrustPlatform[];
}

export interface TrustPortalView {
  readonly organisation: string;
  readonly hierarchies: readonly TrustHierarchy[];
  /** Null: there is no root yet. */
  readonly chosen: ChosenRoot | null;
  /** The public page's own address, and its QR code as a path in a square of `size` modules; null when it is turned off. */
  readonly page: { readonly url: string; readonly qr: { readonly path: string; readonly size: number } | null } | null;
  readonly proof: ProofView;
  readonly words: typeof WORDS;
}

export interface ProofView {
  /** `unavailable`: the server has no port for it. */
  readonly state: 'on' | 'off' | 'unavailable';
  /** The address to try; null unless it is on for this root. */
  readonly url: string | null;
  /** The root it is on for, when that is another one. */
  readonly otherRoot: string | null;
  readonly words: typeof PROOF_WORDS;
}

/** The same words on the console's page and on the public one. */
const WORDS = {
  title: 'Trust setup',
  lead: 'A device trusts what a root signed once the root is installed on it. Choose the root, compare its fingerprint, then follow the steps for your system.',
  compare:
    'Anyone between you and this page could have changed it. Compare the fingerprint with the one your administrator tells you another way: in person, by telephone, on paper. When one group differs, install nothing.',
  warning: 'Whoever holds the key of an installed root can vouch for any site. Install only roots of people you know.',
  empty: 'No root yet',
  emptyWhy: 'There is nothing to install before an authority has been created or imported.',
  expired: 'This root has expired. Nothing trusts what it signed; remove it where it is installed.',
  scripts:
    'Each script checks the fingerprint before it changes anything, does nothing the second time, and takes the root away again with uninstall (-Uninstall on Windows).',
  qr: 'Scan to open this page on another device.',
} as const;

/**
 * The page for one root, by default the newest that has not expired. Never asks who is there. Throws `not-found` when
 * the page is turned off, and for a root that is not offered.
 */
export async function readTrustPortal(
  context: ServiceContext,
  args: { readonly authorityId?: string | undefined; readonly userAgent: string },
): Promise<TrustPortalView> {
  if (!context.settings.trustPage) throw turnedOff();
  return portalOf(context, args);
}

/** The same on the console, also when the public page is turned off. Throws `not-found`. */
export async function getTrustPortal(
  context: ServiceContext,
  actor: Actor | null,
  args: { readonly authorityId?: string | undefined; readonly userAgent: string },
): Promise<TrustPortalView> {
  authorise(actor, 'inventory.read');
  return portalOf(context, args);
}

export type BuiltTrustFile = TrustFile & { readonly content: Uint8Array };

/** One file with its strong entity tag. Throws `not-found`. */
export async function readTrustFile(
  context: ServiceContext,
  authorityId: string,
  fileName: string,
): Promise<{ readonly file: BuiltTrustFile; readonly etag: string }> {
  if (!context.settings.trustPage) throw turnedOff();
  const file = await fileOf(context, authorityId, fileName);
  return { file, etag: `"${createHash('sha256').update(file.content).digest('base64url')}"` };
}

/** The same for an operator, also when the public page is turned off. Throws `not-found`. */
export async function getTrustFile(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  fileName: string,
): Promise<BuiltTrustFile> {
  authorise(actor, 'inventory.read');
  return fileOf(context, authorityId, fileName);
}

async function fileOf(context: ServiceContext, authorityId: string, fileName: string): Promise<BuiltTrustFile> {
  const offered = (await offeredRoots(context)).find(({ authority }) => authority.id === authorityId);
  const organisation = (await context.store.instance())?.organisation ?? '';
  const file = offered && buildTrustFile(offered.root, organisation, fileName);
  if (!file) throw new CountersignError('not-found', `There is no file "${fileName}" of this root.`);
  return file;
}

interface Offered {
  readonly authority: Authority;
  readonly record: Certificate;
  readonly root: TrustRoot;
}

/** Every root that may be installed, newest first: not deleted, not revoked, and it has a certificate. */
async function offeredRoots(context: ServiceContext): Promise<readonly Offered[]> {
  const found: Offered[] = [];
  for (const authority of await context.store.authorities()) {
    if (authority.kind !== 'root' || authority.deletedAt || authority.status === 'revoked') continue;
    if (authority.certificateId === null) continue;
    const [record, der] = await Promise.all([
      context.store.certificate(authority.certificateId),
      context.store.certificateDer(authority.certificateId),
    ]);
    if (record?.state === 'issued' && der) found.push({ authority, record, root: trustRoot(authority.name, der) });
  }
  return found.sort((one, other) => other.record.notBefore.getTime() - one.record.notBefore.getTime());
}

async function portalOf(
  context: ServiceContext,
  { authorityId, userAgent }: { readonly authorityId?: string | undefined; readonly userAgent: string },
): Promise<TrustPortalView> {
  const now = context.clock.now();
  const [offered, authorities, instance] = await Promise.all([
    offeredRoots(context),
    context.store.authorities(),
    context.store.instance(),
  ]);
  const views = offered.map((one) => ({ ...one, view: viewOf(one, authorities, now) }));
  const wanted =
    authorityId === undefined
      ? (views.find(({ view }) => !view.expired) ?? views[0])
      : views.find(({ authority }) => authority.id === authorityId);
  if (!wanted && authorityId !== undefined)
    throw new CountersignError('not-found', 'There is no root under this address. Open /trust for those there are.');
  const url = `${context.settings.publicUrl}/trust`;
  const folderUrl = wanted ? `${url}/${wanted.authority.id}` : url;
  return {
    organisation: instance?.organisation ?? '',
    hierarchies: hierarchiesOf(views),
    chosen: wanted
      ? {
          ...wanted.view,
          files: trustFiles(wanted.root),
          platforms: trustPlatforms(wanted.root, context.settings.trustPage ? folderUrl : null, userAgent),
        }
      : null,
    page: context.settings.trustPage ? { url: folderUrl, qr: qrSvgPath(folderUrl) } : null,
    proof: await proofOf(context, wanted?.authority.id ?? null),
    words: WORDS,
  };
}

async function proofOf(context: ServiceContext, authorityId: string | null): Promise<ProofView> {
  const { proofUrl } = context.settings;
  const proof = proofUrl === null ? null : await findProof(context);
  const isOn = proof !== null && proof.root.id === authorityId;
  return {
    state: proofUrl === null ? 'unavailable' : isOn ? 'on' : 'off',
    url: isOn ? proofUrl : null,
    otherRoot: proof !== null && !isOn ? proof.root.name : null,
    words: PROOF_WORDS,
  };
}

function viewOf({ authority, record, root }: Offered, authorities: readonly Authority[], now: Date): TrustRootView {
  return {
    authorityId: authority.id,
    name: authority.name,
    notBefore: record.notBefore,
    notAfter: record.notAfter,
    expired: record.notAfter <= now,
    sha256: root.sha256,
    sha256Groups: fingerprintGroups(root.sha256),
    issuesThrough: authorities
      .filter(({ parentId, status, deletedAt }) => parentId === authority.id && status === 'active' && !deletedAt)
      .map(({ name }) => name),
  };
}

/** By the root that none of them replaced; the order of `views` stays. */
function hierarchiesOf(
  views: readonly { readonly authority: Authority; readonly view: TrustRootView }[],
): readonly TrustHierarchy[] {
  const byId = new Map(views.map(({ authority }) => [authority.id, authority]));
  const firstOf = (authority: Authority): string => {
    const seen = new Set<string>();
    let at = authority;
    for (let before = at; before && !seen.has(before.id); ) {
      seen.add(before.id);
      at = before;
      const next = before.predecessorId === null ? undefined : byId.get(before.predecessorId);
      if (!next) break;
      before = next;
    }
    return at.id;
  };
  const groups = new Map<string, TrustRootView[]>();
  for (const { authority, view } of views) {
    const first = firstOf(authority);
    groups.set(first, [...(groups.get(first) ?? []), view]);
  }
  return [...groups.values()].map((roots) => ({ name: (roots[0] as TrustRootView).name, roots }));
}

function turnedOff(): CountersignError {
  return new CountersignError('not-found', 'The trust page is turned off on this server.');
}

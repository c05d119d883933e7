import type { Authority } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { HandshakeParty } from '../domain/ports.ts';
import { authorise } from './authorise.ts';
import { type CertificateWithPath, loadWithPath } from './certificate-files.ts';
import { issueCertificate } from './issue-certificate.ts';
import { findAuthority, loadAuthorityPath } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/**
 * The proof that a device trusts a root: an HTTPS address with a certificate below it. A handshake chooses its certificate
 * before it knows any path, so one address proves one root: turning it on for one turns it off for the others.
 */

export interface ProofInForce {
  readonly root: Authority;
  readonly loaded: CertificateWithPath;
}

/** What the address serves now; null when it is off. */
export async function findProof(context: Pick<ServiceContext, 'store'>): Promise<ProofInForce | null> {
  for (const root of await context.store.authorities()) {
    const { proofCertificateId } = root.settings;
    if (proofCertificateId === undefined || root.deletedAt) continue;
    const loaded = await loadWithPath(context.store, proofCertificateId);
    if (loaded.authorities.at(-1)?.id === root.id) return { root, loaded };
  }
  return null;
}

/**
 * Issues a certificate for the names of the public address below an authority of this root, and has the proof's address
 * serve it. Throws `not-found`, `conflict` where the address is turned off, `authority-not-usable` with every reason,
 * `sealed`.
 */
export async function turnProofOn(context: ServiceContext, actor: Actor | null, rootId: string): Promise<void> {
  authorise(actor, 'authority.configure', { authorityId: rootId });
  if (context.settings.proofUrl === null)
    throw new CountersignError(
      'conflict',
      'The address of the proof is turned off (COUNTERSIGN_PROOF_PORT=0). Give it a port and start the server again.',
    );
  const root = await findAuthority(context.store, rootId);
  if (root.kind !== 'root' || root.deletedAt || root.status === 'revoked')
    throw new CountersignError('conflict', `"${root.name}" is not a root in use. Choose one of the list on /trust.`);
  const before = await findProof(context);
  if (before?.root.id === rootId && !isDue(context, before)) return;
  const certificateId = await issueProof(context, actor, rootId, context.settings.proofUrl);
  await context.store.transaction(async (tx) => {
    for (const authority of await tx.authorities())
      if (authority.id !== rootId && authority.settings.proofCertificateId !== undefined)
        await record(context, tx, actor, authority, undefined);
    // Read inside: settings that were changed meanwhile must stay.
    await record(context, tx, actor, await findAuthority(tx, rootId), certificateId);
  });
  context.proofTurn.ask();
}

/** The address serves nothing afterwards. Its certificate stays valid until it expires or is revoked. Throws `not-found`. */
export async function turnProofOff(context: ServiceContext, actor: Actor | null, rootId: string): Promise<void> {
  authorise(actor, 'authority.configure', { authorityId: rootId });
  await context.store.transaction(async (tx) => {
    const root = await findAuthority(tx, rootId);
    if (root.settings.proofCertificateId !== undefined) await record(context, tx, actor, root, undefined);
  });
  context.proofTurn.ask();
}

/** The job's call: a new certificate when a third of the life is left, or when the present one was revoked. */
export async function renewProof(context: ServiceContext): Promise<number> {
  const { proofUrl } = context.settings;
  const proof = proofUrl === null ? null : await findProof(context);
  if (!proof || proofUrl === null || !isDue(context, proof)) return 0;
  if (proof.root.status === 'revoked') return 0;
  const actor: Actor = { kind: 'system' };
  const certificateId = await issueProof(context, actor, proof.root.id, proofUrl);
  await context.store.transaction(async (tx) => {
    const root = await findAuthority(tx, proof.root.id);
    // Turned off meanwhile: it stays off.
    if (root.settings.proofCertificateId === proof.loaded.certificate.id)
      await record(context, tx, actor, root, certificateId);
  });
  context.proofTurn.ask();
  return 1;
}

/** Key and chain for the handshake, without the root. The caller overwrites the key. Throws `sealed`, `signer-unavailable`. */
export async function proofParty(context: ServiceContext, { loaded }: ProofInForce): Promise<HandshakeParty | null> {
  const { keyId, state } = loaded.certificate;
  const key = keyId === null || state !== 'issued' ? null : await context.store.key(keyId);
  if (!key) return null;
  return {
    // The key goes to the listener of this process and nowhere else; that is not an export.
    privateKeyPkcs8: await context.signer.exportEndEntityKey({ key }),
    certificateChain: [loaded.certificateDer, ...loaded.path.slice(0, -1)],
  };
}

function isDue(context: ServiceContext, { loaded: { certificate } }: ProofInForce): boolean {
  const life = certificate.notAfter.getTime() - certificate.notBefore.getTime();
  return certificate.state !== 'issued' || context.clock.now().getTime() > certificate.notAfter.getTime() - life / 3;
}

/** Below the first authority of the root that may: those nearest to the root first. */
async function issueProof(context: ServiceContext, actor: Actor, rootId: string, proofUrl: string): Promise<string> {
  const host = new URL(proofUrl).hostname.replace(/^\[|\]$/g, '');
  const names = [...new Set([host, 'localhost', '127.0.0.1'])];
  const refusals: string[] = [];
  for (const authority of await candidates(context, rootId)) {
    try {
      const request = { profile: 'tlsServer', authorityId: authority.id, names, owner: 'Countersign', notes: NOTES };
      return (await issueCertificate(context, actor, request)).certificate.id;
    } catch (error) {
      if (!(error instanceof CountersignError) || !PASSED_OVER.includes(error.code)) throw error;
      refusals.push(`${authority.name}: ${error.fields[0]?.message ?? error.message}`);
    }
  }
  throw new CountersignError(
    'authority-not-usable',
    refusals.length === 0
      ? 'No authority issues below this root. Create an issuing authority below it first.'
      : `No authority below this root can issue a certificate for ${names.join(', ')}. ${refusals.join(' ')}`,
  );
}

async function candidates(context: ServiceContext, rootId: string): Promise<readonly Authority[]> {
  const below: { authority: Authority; depth: number }[] = [];
  for (const authority of await context.store.authorities()) {
    if (authority.kind !== 'issuing' || authority.status !== 'active' || authority.deletedAt) continue;
    const path = await loadAuthorityPath(context.store, authority.id);
    if (path.at(-1)?.id === rootId) below.push({ authority, depth: path.length });
  }
  return below.sort((one, other) => one.depth - other.depth).map(({ authority }) => authority);
}

async function record(
  context: ServiceContext,
  tx: Parameters<Parameters<ServiceContext['store']['transaction']>[0]>[0],
  actor: Actor,
  { id, name, settings: { proofCertificateId: before, ...settings } }: Authority,
  proofCertificateId: string | undefined,
): Promise<void> {
  await tx.updateAuthority(id, {
    settings: proofCertificateId === undefined ? settings : { ...settings, proofCertificateId },
  });
  const proof = proofCertificateId === undefined ? 'off' : before === undefined ? 'on' : 'renewed';
  await recordAudit(
    context,
    tx,
    actor,
    'authority.configured',
    { type: 'authority', id },
    {
      name,
      proof,
      ...(proofCertificateId === undefined ? {} : { certificateId: proofCertificateId }),
    },
  );
}

const NOTES = 'Served by the proof of the trust page; renewed by itself.';
/** What another authority may not have against it. */
const PASSED_OVER: readonly string[] = ['validation-failed', 'lint-refused', 'authority-not-usable'];

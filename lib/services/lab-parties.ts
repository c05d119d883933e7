import { CountersignError } from '../domain/errors.ts';
import type { HandshakeParty } from '../domain/ports.ts';
import type { StoreReads } from '../domain/store.ts';
import type { CertificateDer, CertificateListDer } from '../pki/types.ts';
import type { CertificateWithPath } from './certificate-files.ts';
import type { ServiceContext } from './service-context.ts';

/** The held key of a certificate with its chain, for a handshake in this process. Throws `conflict` when the key is not held. The caller overwrites the key. */
export async function identityOf(context: ServiceContext, party: CertificateWithPath): Promise<HandshakeParty> {
  const key = party.certificate.keyId ? await context.store.key(party.certificate.keyId) : null;
  if (!key)
    throw new CountersignError(
      'conflict',
      `The key of "${party.certificate.displayName}" is not held here, so this side cannot be played.`,
    );
  return {
    privateKeyPkcs8: await context.signer.exportEndEntityKey({ key }),
    certificateChain: [party.certificateDer, ...party.path.slice(0, -1)],
  };
}

/** Current lists of all authorities above the parties. */
export async function currentCrls(
  store: StoreReads,
  parties: readonly CertificateWithPath[],
): Promise<readonly CertificateListDer[]> {
  const ids = new Set(parties.flatMap(({ authorities }) => authorities.map(({ id }) => id)));
  const crls: CertificateListDer[] = [];
  for (const id of ids) {
    const crl = await store.currentCrl(id);
    if (crl) crls.push(crl.certificateListDer);
  }
  return crls;
}

/** The certificates in force of every authority here: explanations look issuers up among them. */
export async function knownAuthorityCertificates(store: StoreReads): Promise<readonly CertificateDer[]> {
  const ids = (await store.authorities()).flatMap(({ certificateId }) => certificateId ?? []).slice(0, MAX_KNOWN);
  const found: CertificateDer[] = [];
  for (const id of ids) {
    const der = await store.certificateDer(id);
    if (der) found.push(der);
  }
  return found;
}
const MAX_KNOWN = 300;

/** The name that a client dials: the first DNS name of the server, `www` in place of a wildcard. */
export function dialledName(server: CertificateWithPath): string {
  const names = server.certificate.names;
  const name = names.find(({ type }) => type === 'dns') ?? names.find(({ type }) => type === 'ip');
  return name?.value.replace(/^\*\./, 'www.') ?? 'localhost';
}

export const rootOf = (party: CertificateWithPath): CertificateDer => party.path.at(-1) ?? party.certificateDer;

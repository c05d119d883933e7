import { strToU8, Zip, ZipDeflate } from 'fflate';
import { encodePem } from '../pki/pem.ts';
import { loadAuthorityPath, loadChain } from './issuer.ts';
import type { ServiceContext } from './service-context.ts';

export type KnownChains = Map<string, { readonly intermediates: string; readonly root: string }>;

/** The certificates above an issuer as PEM, each chain read once. */
export async function chainPems(
  context: ServiceContext,
  known: KnownChains,
  issuerId: string,
): Promise<{ intermediates: string; root: string }> {
  const present = known.get(issuerId);
  if (present) return present;
  const [issuer] = await loadAuthorityPath(context.store, issuerId);
  const above = issuer ? await loadChain(context.store, issuer) : [];
  const pems = above.map((der) => encodePem('CERTIFICATE', der));
  const chain = { intermediates: pems.slice(0, -1).join(''), root: pems.at(-1) ?? '' };
  known.set(issuerId, chain);
  return chain;
}

/** A zip that grows file by file, so that no more than one is held twice. */
export function startArchive(context: ServiceContext) {
  const chunks: Uint8Array[] = [];
  const mtime = context.clock.now();
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  return {
    add(name: string, text: string): void {
      const file = new ZipDeflate(name, { level: 1 });
      file.mtime = mtime;
      file.os = 3;
      file.attrs = (name.endsWith('.key') ? 0o600 : 0o644) << 16;
      zip.add(file);
      file.push(strToU8(text), true);
    },
    finish(): Uint8Array {
      zip.end();
      return new Uint8Array(Buffer.concat(chunks));
    },
  };
}

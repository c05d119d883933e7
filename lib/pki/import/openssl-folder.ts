/** Whose `index.txt`, `serial` and `crlnumber` these are: the files do not name their authority. openssl-ca(1) */
import type { ParsedCertificate } from '../certificate.ts';
import type { FileItem } from './read-anything.ts';

export interface AttachedLedgers {
  readonly opensslIndex: number | null;
  readonly serialFile: number | null;
  readonly crlNumberFile: number | null;
}

interface Authority {
  readonly index: number;
  readonly group: readonly { readonly at: number }[];
  readonly issued: readonly { readonly certificate: ParsedCertificate }[];
}

/**
 * Ledgers by the authority's index. An index belongs to the authority that issued a certificate with one of its serial numbers, else to the only
 * authority there is, else to the one in the nearest folder; the numbers go with the index of their folder. `complain` hears of the rest.
 */
export function attachLedgers(
  items: readonly FileItem[],
  authorities: readonly Authority[],
  complain: (at: number, message: string) => void,
): ReadonlyMap<number, AttachedLedgers> {
  const ledgers = new Map<number, AttachedLedgers>();
  const put = (owner: number, field: keyof AttachedLedgers, at: number) => {
    const known = ledgers.get(owner) ?? { opensslIndex: null, serialFile: null, crlNumberFile: null };
    if (known[field] === null) ledgers.set(owner, { ...known, [field]: at });
    else complain(at, 'There is another file of the same use for this authority. Remove the older one.');
  };
  items.forEach((item, at) => {
    if (item.value?.kind !== 'opensslIndex') return;
    const serials = new Set(item.value.index.entries.map(({ serialNumber }) => serialNumber));
    const byContent = authorities.filter(({ issued }) =>
      issued.some(({ certificate }) => serials.has(certificate.serialNumber)),
    );
    const owner = byContent.length === 1 ? byContent[0] : ownerByPlace(items, authorities, item.fileName);
    if (owner) put(owner.index, 'opensslIndex', at);
    else complain(at, 'It is not clear whose index this is. Give it together with only its authority.');
  });
  items.forEach((item, at) => {
    if (item.value?.kind !== 'opensslNumber') return;
    const beside = authorities.find(({ index }) => {
      const known = ledgers.get(index)?.opensslIndex ?? null;
      return known !== null && folderOf(items[known]?.fileName ?? '') === folderOf(item.fileName);
    });
    const owner = beside ?? ownerByPlace(items, authorities, item.fileName);
    if (owner) put(owner.index, item.value.use === 'serial' ? 'serialFile' : 'crlNumberFile', at);
    else complain(at, 'It is not clear whose number this is. Give it together with only its authority.');
  });
  return ledgers;
}

function ownerByPlace(
  items: readonly FileItem[],
  authorities: readonly Authority[],
  fileName: string,
): Authority | undefined {
  if (authorities.length === 1) return authorities[0];
  const folder = folderOf(fileName);
  const beside = authorities.filter(({ group }) =>
    group.some(({ at }) => folderOf(items[at]?.fileName ?? '') === folder),
  );
  return beside.length === 1 ? beside[0] : undefined;
}

function folderOf(fileName: string): string {
  return fileName.replaceAll('\\', '/').split('/').slice(0, -1).join('/');
}

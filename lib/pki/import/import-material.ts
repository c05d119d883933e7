/** All that taking authorities over needs from recognised files, as plain data that crosses a thread. */
import { createHash } from 'node:crypto';
import type { ParsedCertificateList } from '../crl.ts';
import {
  type CertificateListDer,
  type KeyAlgorithm,
  PkiError,
  type RevocationReason,
  type SerialNumber,
  type SubjectPublicKeyInfoDer,
  type TbsCertListDer,
} from '../types.ts';
import { type CertificateFacts, certificateFacts } from './certificate-facts.ts';
import type { FileFinding } from './certificate-findings.ts';
import { type FilesReport, reportFiles } from './file-report.ts';
import { obstaclesAsAuthority, type RecognisedAuthority, type RecognisedFiles } from './recognise-files.ts';

export interface ImportedKeyMaterial {
  /** PrivateKeyInfo. The caller overwrites it. */
  readonly pkcs8Der: Uint8Array;
  readonly spkiDer: SubjectPublicKeyInfoDer;
  readonly spkiSha256: string;
  readonly keyAlgorithm: KeyAlgorithm | null;
}

/** One serial number that an index or a list says is revoked. */
export interface RevokedLine {
  readonly serialNumber: SerialNumber;
  readonly revokedAt: Date;
  readonly reason: RevocationReason;
  readonly invalidityDate: Date | null;
  /** Null when neither the index nor a certificate tells. */
  readonly notAfter: Date | null;
}

export interface ImportedCrl {
  readonly certificateListDer: CertificateListDer;
  readonly tbsDer: TbsCertListDer;
  readonly crlNumber: bigint;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly entryCount: number;
}

export interface AuthorityMaterial extends RecognisedAuthority {
  /** What blocks taking it over, each to be answered by a choice or not at all. */
  readonly obstacles: readonly FileFinding[];
  readonly revoked: readonly RevokedLine[];
  /** Serial numbers that the index says were used and are not revoked, with the end of each certificate. */
  readonly issuedSerials: readonly { readonly serialNumber: SerialNumber; readonly notAfter: Date }[];
  /** Certificates that are in the index and whose files are not here. */
  readonly unfiled: number;
  /** The highest number that was used for a CRL as far as the files tell, else 0. */
  readonly lastCrlNumber: bigint;
  /** The newest whole list with a number, or null. */
  readonly crl: ImportedCrl | null;
}

export interface ImportMaterial {
  readonly report: FilesReport;
  /** By their position in `report.items`. */
  readonly certificates: ReadonlyMap<number, CertificateFacts>;
  readonly keys: ReadonlyMap<number, ImportedKeyMaterial>;
  readonly authorities: readonly AuthorityMaterial[];
}

/** Throws `too-large` for authorities that together have more than 1,000,000 revoked certificates. */
export function importMaterial(files: RecognisedFiles): ImportMaterial {
  const certificates = new Map<number, CertificateFacts>();
  const keys = new Map<number, ImportedKeyMaterial>();
  files.items.forEach(({ value }, at) => {
    if (value?.kind === 'certificate') certificates.set(at, certificateFacts(value.certificate));
    if (value?.kind === 'privateKey') {
      const { pkcs8Der, spkiDer, keyAlgorithm } = value.key;
      keys.set(at, {
        pkcs8Der,
        spkiDer,
        keyAlgorithm,
        spkiSha256: createHash('sha256').update(spkiDer).digest('hex'),
      });
    }
  });
  const authorities = files.authorities.map((authority) => authorityMaterial(files, authority, certificates));
  if (authorities.reduce((sum, { revoked }) => sum + revoked.length, 0) > MAX_REVOKED)
    throw new PkiError('too-large', `More than ${MAX_REVOKED.toLocaleString('en-US')} certificates are revoked.`);
  return { report: reportFiles(files), certificates, keys, authorities };
}

function authorityMaterial(
  files: RecognisedFiles,
  authority: RecognisedAuthority,
  certificates: ReadonlyMap<number, CertificateFacts>,
): AuthorityMaterial {
  const index = indexOf(files, authority);
  const lists = authority.crls.flatMap((at) => {
    const value = files.items[at]?.value;
    return value?.kind === 'crl' ? [value] : [];
  });
  const ends = new Map(
    authority.issued.flatMap((at) => {
      const facts = certificates.get(at);
      return facts === undefined ? [] : [[facts.serialNumber, facts.notAfter] as const];
    }),
  );
  const revoked = new Map<SerialNumber, RevokedLine>();
  const released = new Set<SerialNumber>();
  for (const { serialNumber, status, revocation, notAfter } of index)
    if (revocation !== null) revoked.set(serialNumber, { serialNumber, ...revocation, notAfter });
    else if (status === 'valid') released.add(serialNumber);
  for (const { crl } of lists.slice(0, MAX_LISTS)) takeEntries(crl, revoked, released, ends);
  // A line for each use; the last end counts.
  const used = new Map(
    index
      .filter(({ serialNumber }) => !revoked.has(serialNumber) && !ends.has(serialNumber))
      .map(({ serialNumber, notAfter }) => [serialNumber, notAfter] as const),
  );
  const nextNumber = numberOf(files, authority.crlNumberFile);
  const whole = lists.find(({ crl }) => isWhole(crl));
  return {
    ...authority,
    obstacles: obstaclesAsAuthority(files, authority.certificates[0] as number),
    revoked: [...revoked.values()],
    issuedSerials: [...used].map(([serialNumber, notAfter]) => ({ serialNumber, notAfter })),
    unfiled: index.filter(({ serialNumber }) => !ends.has(serialNumber)).length,
    lastCrlNumber: [nextNumber === null ? 0n : nextNumber - 1n, ...lists.map(({ crl }) => crl.crlNumber ?? 0n)].reduce(
      (highest, one) => (one > highest ? one : highest),
      0n,
    ),
    crl: whole === undefined ? null : importedCrl(whole.crlDer, whole.crl),
  };
}

/** The newest list that names a serial number counts; what the index calls valid and the list has on hold was released. */
function takeEntries(
  crl: ParsedCertificateList,
  revoked: Map<SerialNumber, RevokedLine>,
  released: Set<SerialNumber>,
  ends: ReadonlyMap<SerialNumber, Date>,
): void {
  // Entries of an indirect list may be about certificates of others. RFC 5280 §5.3.3
  if (crl.hasCriticalEntryExtension) return;
  for (const { serialNumber, revocationDate, reason } of crl.entries) {
    if (reason === 'removeFromCRL') {
      released.add(serialNumber);
      continue;
    }
    if (revoked.has(serialNumber) || (reason === 'certificateHold' && released.has(serialNumber))) continue;
    revoked.set(serialNumber, {
      serialNumber,
      revokedAt: revocationDate,
      reason,
      invalidityDate: null,
      notAfter: ends.get(serialNumber) ?? null,
    });
  }
}

function indexOf(files: RecognisedFiles, { opensslIndex }: RecognisedAuthority) {
  const value = opensslIndex === null ? null : (files.items[opensslIndex]?.value ?? null);
  return value?.kind === 'opensslIndex' ? value.index.entries : [];
}

function numberOf(files: RecognisedFiles, at: number | null): bigint | null {
  const value = at === null ? null : (files.items[at]?.value ?? null);
  return value?.kind === 'opensslNumber' ? value.next : null;
}

function isWhole(crl: ParsedCertificateList): boolean {
  return crl.baseCrlNumber === null && crl.issuingDistributionPoint === null && crl.crlNumber !== null;
}

function importedCrl(crlDer: CertificateListDer, crl: ParsedCertificateList): ImportedCrl {
  return {
    certificateListDer: crlDer.slice() as CertificateListDer,
    tbsDer: crl.tbsDer.slice() as TbsCertListDer,
    crlNumber: crl.crlNumber ?? 0n,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    entryCount: crl.entries.length,
  };
}

/** As many as an index may have lines. */
const MAX_REVOKED = 1_000_000;
/** The newest and a few deltas; older ones say nothing more. */
const MAX_LISTS = 10;

/** What files hold, as plain data for people: no octets of keys, nothing that has to be parsed again. */
import { createHash } from 'node:crypto';
import { distinguishedNameText } from '../subject.ts';
import type { KeyAlgorithm, SerialNumber } from '../types.ts';
import { displayNameOf } from './certificate-facts.ts';
import { type FileFinding, isAuthorityCertificate } from './certificate-findings.ts';
import type { RecognisedValue } from './read-anything.ts';
import type { RecognisedAuthority, RecognisedFiles, RecognisedItem } from './recognise-files.ts';

export interface CertificateSummary {
  readonly displayName: string;
  readonly subjectText: string;
  readonly issuerText: string;
  readonly serialNumber: SerialNumber;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyAlgorithm: KeyAlgorithm | null;
  readonly fingerprintSha256: string;
  readonly isAuthority: boolean;
}

export interface ItemReport {
  readonly fileName: string;
  readonly what: string;
  readonly where: string;
  readonly friendlyName: string | null;
  readonly state: RecognisedItem['state'];
  readonly kind: RecognisedValue['kind'] | null;
  /** Why it was refused or that its password is missing, else null. */
  readonly reason: string | null;
  readonly notes: readonly string[];
  readonly findings: readonly FileFinding[];
  readonly certificate: CertificateSummary | null;
  /** Hex, of certificates and keys: the same value means that they belong together. */
  readonly spkiSha256: string | null;
}

/** Numbers are positions in `items`, as in `RecognisedFiles`. */
export interface FilesReport {
  readonly items: readonly ItemReport[];
  readonly authorities: readonly (RecognisedAuthority & {
    /** Certificates in the index that is theirs, and how many of them are revoked. */
    readonly indexed: number;
    readonly revoked: number;
  })[];
  readonly endEntities: RecognisedFiles['endEntities'];
}

export function reportFiles(files: RecognisedFiles): FilesReport {
  return {
    items: files.items.map(reportItem),
    authorities: files.authorities.map((authority) => {
      const value = authority.opensslIndex === null ? null : (files.items[authority.opensslIndex]?.value ?? null);
      const entries = value?.kind === 'opensslIndex' ? value.index.entries : [];
      return {
        ...authority,
        indexed: entries.length,
        revoked: entries.filter(({ status }) => status === 'revoked').length,
      };
    }),
    endEntities: files.endEntities,
  };
}

function reportItem(item: RecognisedItem): ItemReport {
  const { fileName, what, where, friendlyName, state, reason, notes, findings, value } = item;
  return {
    fileName,
    what,
    where,
    friendlyName,
    state,
    kind: value?.kind ?? null,
    reason: reason?.message ?? null,
    notes,
    findings,
    certificate: value?.kind === 'certificate' ? summarise(value.certificate) : null,
    spkiSha256: spkiHash(value),
  };
}

function summarise(certificate: Extract<RecognisedValue, { kind: 'certificate' }>['certificate']): CertificateSummary {
  return {
    displayName: displayNameOf(certificate),
    subjectText: distinguishedNameText(certificate.subject),
    issuerText: distinguishedNameText(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    keyAlgorithm: certificate.keyAlgorithm,
    fingerprintSha256: certificate.fingerprintSha256,
    isAuthority: isAuthorityCertificate(certificate),
  };
}

function spkiHash(value: RecognisedValue | null): string | null {
  const spki =
    value?.kind === 'certificate'
      ? value.certificate.spkiDer
      : value?.kind === 'privateKey'
        ? value.key.spkiDer
        : value?.kind === 'publicKey'
          ? value.spkiDer
          : value?.kind === 'request'
            ? value.request.spkiDer
            : null;
  return spki === null ? null : createHash('sha256').update(spki).digest('hex');
}

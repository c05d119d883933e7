/**
 * What a single certificate must be, whatever its place in a path. One table: each rule has a name, its source and when it applies. Rules of the
 * kind "a conforming CA must write …", where reading the certificate is safe all the same, bind only when TLS is the purpose.
 */
import { contentOf, type DerElement } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { PROCESSED_EXTENSIONS } from '../extensions.ts';
import { isHostName } from '../name-constraints.ts';
import { OID, oidLabel } from '../oids.ts';
import type { PathCertificate } from './path-certificate.ts';
import { hasExtension, isCritical, type PathExtensions } from './path-extensions.ts';
import type { PathFault } from './path-result.ts';

export interface CertificateRule {
  readonly check: string;
  readonly section: string;
  /** Null when the rule holds. */
  readonly judge: (certificate: PathCertificate, place: CertificatePlace) => PathFault | null;
}

export interface CertificatePlace {
  readonly role: 'anchor' | 'intermediate' | 'leaf';
  /** The trusted certificate is also the one that is asked about. */
  readonly isTrustedLeaf: boolean;
}

/** The rules that always apply. RFC 5280 §4 */
export const CERTIFICATE_RULES: readonly CertificateRule[] = [
  {
    check: 'version',
    section: 'RFC 5280 §4.1.2.1',
    judge: ({ version, structure }) => {
      if (version === 'unknown') return fault('bad-version', 'has a version that does not exist');
      if (version !== 3 && structure.extensions.length > 0)
        return fault('bad-version', `has extensions, but is of version ${version}`);
      return version === 1 && structure.hasUniqueIdentifiers
        ? fault('bad-version', 'has unique identifiers, but is of version 1')
        : null;
    },
  },
  {
    check: 'same-algorithm',
    section: 'RFC 5280 §4.1.1.2',
    judge: (certificate) =>
      Buffer.compare(certificate.algorithmIdentifierDer, certificate.outerAlgorithmIdentifierDer) === 0
        ? null
        : fault('algorithm-mismatch', 'names two different signature algorithms'),
  },
  {
    check: 'serial-length',
    section: 'RFC 5280 §4.1.2.2',
    judge: ({ structure }) =>
      structure.serialContent.length > 20
        ? fault('bad-serial', `has a serial number of ${structure.serialContent.length} octets; 20 are the most`)
        : null,
  },
  {
    check: 'no-duplicate-extension',
    section: 'RFC 5280 §4.2',
    judge: (certificate) => {
      const { duplicate } = certificate.extensions();
      return duplicate === null
        ? null
        : fault('duplicate-extension', `has the extension "${oidLabel(duplicate)}" twice`);
    },
  },
  {
    check: 'extension-syntax',
    section: 'RFC 5280 §4.2.1',
    judge: (certificate) => {
      const found = certificate.extensions().faults.find(({ oid }) => oid !== OID.authorityInfoAccess);
      return found === undefined
        ? null
        : fault(
            'malformed-extension',
            `has an extension "${oidLabel(found.oid)}" that cannot be read (${found.message})`,
          );
    },
  },
  {
    check: 'critical-extensions',
    section: 'RFC 5280 §4.2, §6.1.4 (o), §6.1.5 (f)',
    judge: (certificate) => {
      const unknown = certificate.structure.extensions.find(
        ({ oid, critical }) => critical && !PROCESSED_EXTENSIONS.has(oid),
      );
      return unknown === undefined
        ? null
        : fault(
            'unknown-critical-extension',
            `has the critical extension "${oidLabel(unknown.oid)}", which is not understood here`,
          );
    },
  },
  {
    check: 'policy-qualifiers',
    section: 'RFC 5280 §4.2.1.4',
    judge: (certificate) => {
      const extensions = certificate.extensions();
      return isCritical(extensions, OID.certificatePolicies) &&
        extensions.certificatePolicies?.some(({ hasUnknownQualifier }) => hasUnknownQualifier)
        ? fault('unknown-critical-extension', 'has a critical policy with a qualifier that is not understood here')
        : null;
    },
  },
  {
    check: 'issuer-name',
    section: 'RFC 5280 §4.1.2.4',
    judge: ({ issuerName }) => (issuerName === '' ? fault('empty-name', 'has an empty issuer') : null),
  },
  {
    check: 'subject-name',
    section: 'RFC 5280 §4.1.2.6',
    judge: ({ subjectName, extensions }) => {
      if (subjectName !== '') return null;
      const { basicConstraints, subjectAltName } = extensions();
      if (basicConstraints?.cA) return fault('empty-name', 'is an authority with an empty subject');
      if (subjectAltName === null) return fault('empty-name', 'has neither a subject nor alternative names');
      return isCritical(extensions(), OID.subjectAltName)
        ? null
        : fault('bad-criticality', 'has an empty subject, so its alternative names have to be critical, and are not');
    },
  },
  {
    check: 'alternative-names',
    section: 'RFC 5280 §4.2.1.6',
    judge: (certificate) => {
      for (const name of certificate.extensions().subjectAltName ?? []) {
        const wrong = badGeneralName(name);
        if (wrong !== null) return fault('bad-name', `has an alternative name that is not valid: ${wrong}`);
      }
      return null;
    },
  },
  {
    check: 'key-usage-and-ca',
    section: 'RFC 5280 §4.2.1.9',
    judge: (certificate) => {
      const { keyUsage, basicConstraints } = certificate.extensions();
      return keyUsage?.includes('keyCertSign') && !basicConstraints?.cA
        ? fault('inconsistent-extensions', 'may sign certificates by its key usage, but is not an authority')
        : null;
    },
  },
  {
    check: 'name-constraints-only-in-ca',
    section: 'RFC 5280 §4.2.1.10',
    judge: (certificate) => {
      const extensions = certificate.extensions();
      return hasExtension(extensions, OID.nameConstraints) && !extensions.basicConstraints?.cA
        ? fault('inconsistent-extensions', 'has name constraints, which only an authority may have')
        : null;
    },
  },
];

/** Whether every extension that must not or must be critical is. Applied for TLS. */
export function badCriticality(extensions: PathExtensions): PathFault | null {
  for (const oid of NEVER_CRITICAL)
    if (isCritical(extensions, oid))
      return fault('bad-criticality', `marks the extension "${oidLabel(oid)}" as critical, which it may not be`);
  for (const oid of ALWAYS_CRITICAL)
    if (hasExtension(extensions, oid) && !isCritical(extensions, oid))
      return fault('bad-criticality', `does not mark the extension "${oidLabel(oid)}" as critical, which it has to be`);
  if (extensions.basicConstraints?.cA && !isCritical(extensions, OID.basicConstraints))
    return fault('bad-criticality', 'is an authority and does not mark its basic constraints as critical');
  return null;
}

/** A fault whose remedy is a new certificate. */
export function fault(code: PathFault['code'], evidence: string): PathFault {
  return { code, evidence, advice: 'Ask its issuer for a corrected certificate.' };
}

/** What is wrong with a name, or null. RFC 5280 §4.2.1.6 */
function badGeneralName(element: DerElement): string | null {
  const content = contentOf(element);
  const text = Buffer.from(content).toString('latin1');
  switch (element.tag) {
    case 0x81:
      return MAILBOX.test(text) && isHostName(text.slice(text.lastIndexOf('@') + 1))
        ? null
        : `the e-mail address ${shown(text)}`;
    case 0x82:
      return isHostName(text.startsWith('*.') ? text.slice(2) : text) ? null : `the DNS name ${shown(text)}`;
    case 0x86:
      // Absolute, with scheme and scheme-specific part. RFC 3986 §3
      return /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(text) ? null : `the URI ${shown(text)}`;
    case 0x87:
      return content.length === 4 || content.length === 16 ? null : `an IP address of ${content.length} octets`;
    default:
      return null;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

/** Mailbox of RFC 5321 §4.1.2 with a dot-atom or quoted local part, the host checked apart. */
const MAILBOX =
  /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*")@[^@]+$/;

/** RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.1.15, §4.2.2.1, §4.2.2.2, §4.2.1.8 */
const NEVER_CRITICAL: readonly string[] = [
  OID.authorityKeyIdentifier,
  OID.subjectKeyIdentifier,
  OID.freshestCrl,
  OID.authorityInfoAccess,
  OID.subjectInfoAccess,
  OID.subjectDirectoryAttributes,
];
/** RFC 5280 §4.2.1.10, §4.2.1.11, §4.2.1.14 */
const ALWAYS_CRITICAL: readonly string[] = [OID.nameConstraints, OID.policyConstraints, OID.inhibitAnyPolicy];

/** UTCTime through the year 2049 and GeneralizedTime from 2050. RFC 5280 §4.1.2.5 */
export function badTimeEncoding({ structure, notBefore, notAfter }: PathCertificate): PathFault | null {
  const wrong = [
    { tag: structure.notBefore.tag, year: notBefore.getUTCFullYear() },
    { tag: structure.notAfter.tag, year: notAfter.getUTCFullYear() },
  ].some(({ tag, year }) => (tag === TAG.generalizedTime) !== year >= 2050);
  return wrong ? fault('bad-time', 'writes a time before 2050 as GeneralizedTime') : null;
}

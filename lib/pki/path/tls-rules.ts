/**
 * Rules that bind when the purpose is a TLS server or client: what RFC 5280 demands of a conforming CA, and what the CA/Browser Forum's Baseline
 * Requirements (BR, version 2) demand where they say MUST. Each can be reasoned about by its name; `docs/standards/path-validation.md` lists those left out.
 */
import { contentOf } from '../der-reader.ts';
import { decodeName } from '../distinguished-name.ts';
import { ipAddressOctets, ipAddressText } from '../ip-address.ts';
import { OID } from '../oids.ts';
import {
  badCriticality,
  badTimeEncoding,
  type CertificatePlace,
  type CertificateRule,
  fault,
} from './certificate-rules.ts';
import type { PathCertificate } from './path-certificate.ts';
import { isCritical } from './path-extensions.ts';
import type { PathFault } from './path-result.ts';

export type PathPurpose = 'server' | 'client';

interface TlsRule extends CertificateRule {
  readonly purposes: readonly PathPurpose[];
}

/** The rules for this purpose. */
export function tlsRules(purpose: PathPurpose): readonly CertificateRule[] {
  return purpose === 'server' ? SERVER_RULES : CLIENT_RULES;
}

const BOTH = ['server', 'client'] as const;
const SERVER = ['server'] as const;

const TLS_RULES: readonly TlsRule[] = [
  {
    check: 'version-3',
    section: 'RFC 5280 §4.1.2.1, BR §7.1.1',
    purposes: BOTH,
    judge: ({ version }) =>
      version === 3 ? null : fault('bad-version', `is of version ${version}; version 3 is needed`),
  },
  {
    check: 'no-unique-identifiers',
    section: 'RFC 5280 §4.1.2.8',
    purposes: BOTH,
    judge: ({ structure }) =>
      structure.hasUniqueIdentifiers ? fault('bad-version', 'has unique identifiers, which may not be used') : null,
  },
  {
    check: 'serial-number',
    section: 'RFC 5280 §4.1.2.2',
    purposes: BOTH,
    // Old roots that are widely trusted have the serial 0, and nothing refers to a trusted certificate by it.
    judge: ({ structure: { serialContent } }, { role }) =>
      role !== 'anchor' && ((serialContent[0] as number) & 0x80 || serialContent.every((octet) => octet === 0))
        ? fault('bad-serial', 'has a serial number that is not greater than 0')
        : null,
  },
  {
    check: 'time-encoding',
    section: 'RFC 5280 §4.1.2.5',
    purposes: BOTH,
    // Some widely trusted roots have it wrong, and it is readable all the same.
    judge: (certificate, { role }) => (role === 'anchor' ? null : badTimeEncoding(certificate)),
  },
  {
    check: 'criticality',
    section: 'RFC 5280 §4.2.1, §4.2.2',
    purposes: BOTH,
    judge: (certificate) => badCriticality(certificate.extensions()),
  },
  {
    check: 'authority-information-access',
    section: 'RFC 5280 §4.2.2.1',
    purposes: BOTH,
    judge: (certificate) =>
      certificate.extensions().faults.some(({ oid }) => oid === OID.authorityInfoAccess)
        ? fault('malformed-extension', 'has an authority information access extension that cannot be read')
        : null,
  },
  { check: 'key-identifiers', section: 'RFC 5280 §4.2.1.1, §4.2.1.2', purposes: BOTH, judge: badKeyIdentifiers },
  {
    check: 'authority-key-identifier-form',
    section: 'BR §7.1.2.11.1',
    purposes: SERVER,
    judge: (certificate) => {
      const identifier = certificate.extensions().authorityKeyIdentifier;
      if (identifier?.hasIssuerOrSerial)
        return fault('bad-key-identifier', 'names issuer and serial number in its authority key identifier');
      return identifier !== null && identifier.keyIdentifier === null
        ? fault('bad-key-identifier', 'has an authority key identifier without the identifier')
        : null;
    },
  },
  {
    check: 'path-length-only-in-ca',
    section: 'RFC 5280 §4.2.1.9',
    purposes: BOTH,
    judge: (certificate) => {
      const { basicConstraints, keyUsage } = certificate.extensions();
      const allowed = basicConstraints?.cA && (keyUsage === null || keyUsage.includes('keyCertSign'));
      return basicConstraints !== null && basicConstraints.pathLenConstraint !== null && !allowed
        ? fault('inconsistent-extensions', 'limits the length of paths, but may not sign certificates')
        : null;
    },
  },
  {
    check: 'root-without-purposes',
    section: 'BR §7.1.2.1.2',
    purposes: SERVER,
    judge: (certificate, { role, isTrustedLeaf }) =>
      role === 'anchor' && !isTrustedLeaf && certificate.isSelfIssued && certificate.extensions().extKeyUsage !== null
        ? fault('tls-profile', 'is a root with an extended key usage, which roots may not have')
        : null,
  },
  {
    check: 'leaf-is-no-ca',
    section: 'BR §7.1.2.7.8',
    purposes: BOTH,
    judge: (certificate, { role }) =>
      role === 'leaf' && certificate.extensions().basicConstraints?.cA
        ? fault('tls-profile', 'is an authority, which may not be used as a TLS certificate itself')
        : null,
  },
  {
    check: 'leaf-purposes',
    section: 'BR §7.1.2.7.10',
    purposes: BOTH,
    judge: (certificate, { role }) => {
      const extensions = certificate.extensions();
      if (role !== 'leaf' || extensions.extKeyUsage === null) return null;
      if (extensions.extKeyUsage.includes(OID.anyExtendedKeyUsage))
        return fault('bad-purpose', 'is for any purpose, which a TLS certificate may not be');
      return isCritical(extensions, OID.extKeyUsage)
        ? fault('bad-criticality', 'marks its extended key usage as critical, which a TLS certificate may not')
        : null;
    },
  },
  {
    check: 'alternative-names-present',
    section: 'RFC 9525 §4.1, BR §7.1.2.7.12',
    purposes: SERVER,
    judge: (certificate, { role }) =>
      role === 'leaf' && certificate.extensions().subjectAltName === null
        ? fault('name-mismatch', 'has no alternative names, and the common name does not count for TLS')
        : null,
  },
  {
    check: 'alternative-names-criticality',
    section: 'RFC 5280 §4.2.1.6, BR §7.1.2.7.12',
    purposes: SERVER,
    judge: (certificate, { role }) =>
      role === 'leaf' && certificate.subjectName !== '' && isCritical(certificate.extensions(), OID.subjectAltName)
        ? fault('bad-criticality', 'marks its alternative names as critical although it has a subject')
        : null,
  },
  {
    check: 'common-name',
    section: 'BR §7.1.4.3',
    purposes: SERVER,
    judge: (certificate, { role }) => (role === 'leaf' ? badCommonName(certificate) : null),
  },
  {
    check: 'rsa-size',
    section: 'BR §6.1.5.1',
    purposes: SERVER,
    judge: (certificate) => {
      const bits = rsaBits(certificate);
      return bits % 8 === 0 ? null : fault('weak-key', `has a key of RSA ${bits}, which is not a multiple of 8 bits`);
    },
  },
];

/** Bits of an RSA key, 0 for other keys and for those that the check of the key itself refuses. */
function rsaBits(certificate: PathCertificate): number {
  try {
    return certificate.key(true).bits;
  } catch {
    return 0;
  }
}

function badKeyIdentifiers(certificate: PathCertificate, { role, isTrustedLeaf }: CertificatePlace): PathFault | null {
  const { basicConstraints, subjectKeyIdentifier, authorityKeyIdentifier } = certificate.extensions();
  if (basicConstraints?.cA && subjectKeyIdentifier === null)
    return fault('bad-key-identifier', 'is an authority without a subject key identifier');
  // Only a certificate that is its own issuer may leave it out.
  const needed = !(role === 'anchor' || isTrustedLeaf) || !certificate.isSelfIssued;
  return needed && (authorityKeyIdentifier === null || authorityKeyIdentifier.keyIdentifier === null)
    ? fault('bad-key-identifier', 'has no authority key identifier')
    : null;
}

/**
 * A common name in the form of a host name or IP address must be one of the alternative names of that form, letter for letter. It is only judged when
 * there are alternative names of that form: a common name is no identity, and the rule is about readers that still take it for one.
 */
function badCommonName(certificate: PathCertificate): PathFault | null {
  const names = certificate.extensions().subjectAltName ?? [];
  const hosts = names.filter(({ tag }) => tag === 0x82).map((name) => Buffer.from(contentOf(name)).toString('latin1'));
  const addresses = names.filter(({ tag }) => tag === 0x87).map((name) => ipAddressText(contentOf(name)) as string);
  for (const { type, value } of decodeName(certificate.subjectDer)) {
    // Longer text is neither, and matching it would take long.
    if (type !== 'CN' || value.length > 253) continue;
    const looksLikeAddress = ipAddressOctets(value) !== null || ADDRESS_LIKE.test(value);
    const looksLikeHost = HOST_LIKE.test(value);
    const wrong =
      (looksLikeAddress && addresses.length > 0 && !addresses.includes(value)) ||
      (!looksLikeAddress && looksLikeHost && hosts.length > 0 && !hosts.includes(value));
    if (wrong)
      return fault(
        'tls-profile',
        `has the common name ${value.slice(0, 80)}, which is not among its alternative names`,
      );
  }
  return null;
}

/** Labels of letters and digits of any script with a dot between them: a U-label stands for another spelling of an A-label. */
const HOST_LIKE = /^(?:\*\.)?[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
/** Four numbers in any notation that some resolver reads, or groups between colons. */
const ADDRESS_LIKE = /^(?:(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){3}|[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*)$/i;
const SERVER_RULES = TLS_RULES.filter((rule) => rule.purposes.includes('server'));
const CLIENT_RULES = TLS_RULES.filter((rule) => rule.purposes.includes('client'));

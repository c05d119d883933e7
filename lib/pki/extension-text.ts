/** Extensions for people: the value as text, and one sentence about what it does. Never throws: what cannot be read is shown as hex. */
import {
  childrenOf,
  contentOf,
  type DerElement,
  FieldReader,
  readInteger,
  readOctetString,
  readOid,
  unwrapExplicit,
} from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { escapeInvisible } from './display-text.ts';
import { stringText } from './distinguished-name.ts';
import {
  extensionValue,
  type RawExtension,
  readAuthorityInfoAccess,
  readAuthorityKeyIdentifier,
  readBasicConstraints,
  readCrlDistributionPoints,
} from './extensions.ts';
import { generalNameElementText } from './general-name.ts';
import { ipAddressText } from './ip-address.ts';
import { readExtKeyUsage, readKeyUsage } from './key-usage.ts';
import { OID, oidLabel } from './oids.ts';
import { toHex } from './serial-number.ts';

/** `text` has one line for each part of the value. */
export function explainExtension(extension: RawExtension): { text: string; explanation: string } {
  const view = VIEWS.get(extension.oid);
  const explanation = view?.explanation ?? UNKNOWN_EXPLANATION;
  try {
    return { text: view === undefined ? toHex(extension.valueDer) : view.text(extensionValue(extension)), explanation };
  } catch {
    return { text: toHex(extension.valueDer), explanation };
  }
}

function basicConstraintsText(value: DerElement): string {
  const { cA, pathLenConstraint } = readBasicConstraints(value);
  if (!cA) return 'Not an authority';
  return pathLenConstraint === null
    ? 'Authority, no limit of path length'
    : `Authority, path length ${pathLenConstraint}`;
}

function authorityInfoAccessText(value: DerElement): string {
  const { ocspUrls, caIssuersUrls } = readAuthorityInfoAccess(value);
  return [...ocspUrls.map((url) => `OCSP: ${url}`), ...caIssuersUrls.map((url) => `Issuer certificate: ${url}`)]
    .map(escapeInvisible)
    .join('\n');
}

function namesText(value: DerElement): string {
  return childrenOf(value).map(generalNameElementText).join('\n');
}

/**
 * ```
 * NameConstraints ::= SEQUENCE { permittedSubtrees [0] SEQUENCE OF GeneralSubtree OPTIONAL, excludedSubtrees [1] … OPTIONAL }
 * ```
 * RFC 5280 §4.2.1.10
 */
function nameConstraintsText(value: DerElement): string {
  return childrenOf(value)
    .flatMap((subtrees) =>
      childrenOf(subtrees).map(
        (subtree) => `${subtrees.tag === 0xa0 ? 'Permitted' : 'Excluded'}: ${subtreeText(subtree)}`,
      ),
    )
    .join('\n');
}

function subtreeText(subtree: DerElement): string {
  const base = childrenOf(subtree)[0] as DerElement;
  if (base.tag !== 0x87) return generalNameElementText(base);
  // Address and mask in one value: 8 or 32 octets.
  const octets = contentOf(base);
  const half = octets.length / 2;
  const [address, mask] = [ipAddressText(octets.subarray(0, half)), octets.subarray(half)];
  const bits = [...mask].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  if (address === null || !/^1*0*$/.test(bits)) return `IP:${toHex(octets)}`;
  return `IP:${address}/${bits.indexOf('0') < 0 ? bits.length : bits.indexOf('0')}`;
}

function policiesText(value: DerElement): string {
  return childrenOf(value)
    .map((policy) =>
      oidLabel(readOid(new FieldReader(policy, 'PolicyInformation').takeAny('policyIdentifier'), 'policyIdentifier')),
    )
    .join('\n');
}

/**
 * ```
 * PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] INTEGER OPTIONAL, inhibitPolicyMapping [1] INTEGER OPTIONAL }
 * ```
 * RFC 5280 §4.2.1.11
 */
function policyConstraintsText(value: DerElement): string {
  return childrenOf(value)
    .map(
      (field) =>
        `${field.tag === 0x80 ? 'Explicit policy required after' : 'Policy mapping inhibited after'} ${contentOf(field)[0] ?? 0} certificates`,
    )
    .join('\n');
}

function issuingDistributionPointText(value: DerElement): string {
  const flags: Readonly<Record<number, string>> = {
    129: 'Only end entities',
    130: 'Only authorities',
    132: 'Indirect list',
    133: 'Only attribute certificates',
  };
  return childrenOf(value)
    .map(
      (field) =>
        flags[field.tag] ??
        (field.tag === 0xa0 ? namesText(unwrapExplicit(field, 'distributionPoint')) : 'Only some reasons'),
    )
    .join('\n');
}

function tlsFeatureText(value: DerElement): string {
  // 5 is status_request, RFC 6066 §8; a server must then staple an OCSP response.
  return childrenOf(value)
    .map((feature) =>
      readInteger(feature, 'TLS feature') === 5n
        ? 'Status request (OCSP stapling is required)'
        : `Feature ${readInteger(feature, 'TLS feature')}`,
    )
    .join('\n');
}

function identifierText(value: DerElement): string {
  const identifier =
    value.tag === TAG.octetString ? readOctetString(value, 'SubjectKeyIdentifier') : readAuthorityKeyIdentifier(value);
  return identifier === null ? 'By issuer and serial number' : colonHex(identifier);
}

function colonHex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(':');
}

interface View {
  readonly text: (value: DerElement) => string;
  readonly explanation: string;
}

const UNKNOWN_EXPLANATION =
  'This program does not know this extension. Clients that do not know it either refuse the certificate when it is critical.';

const VIEWS: ReadonlyMap<string, View> = new Map<string, View>([
  [
    OID.basicConstraints,
    {
      text: basicConstraintsText,
      explanation:
        'Says whether the subject may sign other certificates, and how many levels of authorities may follow.',
    },
  ],
  [
    OID.keyUsage,
    { text: (value) => readKeyUsage(value).join(', '), explanation: 'Limits what the key may be used for.' },
  ],
  [
    OID.extKeyUsage,
    {
      text: (value) =>
        readExtKeyUsage(value)
          .map((purpose) => oidLabel(purpose in OID ? OID[purpose as keyof typeof OID] : purpose))
          .join(', '),
      explanation: 'Limits the purposes the certificate is accepted for.',
    },
  ],
  [
    OID.subjectKeyIdentifier,
    {
      text: identifierText,
      explanation: 'A short identifier of this key, by which the certificates it signed are matched to it.',
    },
  ],
  [
    OID.authorityKeyIdentifier,
    {
      text: identifierText,
      explanation: "The identifier of the issuer's key, by which the issuer's certificate is found.",
    },
  ],
  [
    OID.subjectAltName,
    {
      text: namesText,
      explanation: 'The names this certificate is valid for; clients compare these, not the common name.',
    },
  ],
  [OID.issuerAltName, { text: namesText, explanation: 'Further names of the issuer; clients ignore them.' }],
  [
    OID.authorityInfoAccess,
    {
      text: authorityInfoAccessText,
      explanation: "Where clients ask for the status (OCSP) and download the issuer's certificate.",
    },
  ],
  [
    OID.subjectInfoAccess,
    { text: (value) => toHex(contentOf(value)), explanation: 'Where to find services of the subject.' },
  ],
  [
    OID.crlDistributionPoints,
    {
      text: (value) => readCrlDistributionPoints(value).map(escapeInvisible).join('\n'),
      explanation: 'Where clients download the list of revoked certificates.',
    },
  ],
  [
    OID.freshestCrl,
    {
      text: (value) => readCrlDistributionPoints(value).map(escapeInvisible).join('\n'),
      explanation: 'Where clients download the latest changes to the list of revoked certificates.',
    },
  ],
  [
    OID.nameConstraints,
    { text: nameConstraintsText, explanation: 'Limits the names that certificates below this authority may carry.' },
  ],
  [
    OID.certificatePolicies,
    { text: policiesText, explanation: 'The policies under which the certificate was issued.' },
  ],
  [
    OID.policyConstraints,
    {
      text: policyConstraintsText,
      explanation: 'Says how far below this authority policies must be explicit or may be mapped.',
    },
  ],
  [
    OID.policyMappings,
    {
      text: (value) => toHex(contentOf(value)),
      explanation: "Says which of the issuer's policies equal policies of the subject.",
    },
  ],
  [
    OID.inhibitAnyPolicy,
    {
      text: (value) => `After ${readInteger(value, 'InhibitAnyPolicy')} certificates`,
      explanation: 'Says how far below this authority "any policy" still counts.',
    },
  ],
  [
    OID.ocspNoCheck,
    {
      text: () => 'Present',
      explanation: 'Tells clients not to ask for the revocation status of this OCSP responder.',
    },
  ],
  [
    OID.tlsFeature,
    { text: tlsFeatureText, explanation: 'Tells clients to insist that the server staples a fresh OCSP response.' },
  ],
  [
    OID.netscapeComment,
    { text: (value) => escapeInvisible(stringText(value)), explanation: 'A comment; clients ignore it.' },
  ],
  [
    OID.netscapeCertType,
    { text: (value) => toHex(contentOf(value)), explanation: 'An old form of key usage; clients of today ignore it.' },
  ],
  [
    OID.crlNumber,
    {
      text: (value) => `${readInteger(value, 'CRLNumber')}`,
      explanation: 'Counts the lists of this issuer, so that an older one cannot replace a newer one.',
    },
  ],
  [
    OID.deltaCrlIndicator,
    {
      text: (value) => `Since list ${readInteger(value, 'BaseCRLNumber')}`,
      explanation: 'Says that the list holds only the changes since an earlier one.',
    },
  ],
  [
    OID.issuingDistributionPoint,
    { text: issuingDistributionPointText, explanation: 'Says which certificates the list covers.' },
  ],
  [
    OID.precertificatePoison,
    {
      text: () => 'Present',
      explanation: 'Marks a precertificate for certificate transparency, which no client accepts.',
    },
  ],
  [
    OID.signedCertificateTimestamps,
    { text: (value) => toHex(contentOf(value)), explanation: 'Proof that the certificate was sent to public logs.' },
  ],
  [
    OID.microsoftTemplateName,
    {
      text: (value) => escapeInvisible(stringText(value)),
      explanation: 'The template by which a Microsoft authority issued the certificate.',
    },
  ],
  [
    OID.microsoftTemplate,
    {
      text: (value) =>
        childrenOf(value)
          .map((field) =>
            field.tag === TAG.oid ? readOid(field, 'templateID') : `${readInteger(field, 'template version')}`,
          )
          .join(', '),
      explanation: 'The template by which a Microsoft authority issued the certificate.',
    },
  ],
  [
    OID.privateKeyUsagePeriod,
    {
      text: (value) =>
        childrenOf(value)
          .map((field) => Buffer.from(contentOf(field)).toString('latin1'))
          .map(escapeInvisible)
          .join(' – '),
      explanation: 'The time in which the private key may sign.',
    },
  ],
]);

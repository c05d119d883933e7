/** The built-in certificate profiles, as data. A profile decides every extension; requests only contribute a key and names. */
import { type ExtKeyUsage, type GeneralName, KEY_ALGORITHMS, type KeyAlgorithm, type KeyUsageBit } from './types.ts';

export type ProfileId = 'rootAuthority' | 'issuingAuthority' | 'tlsServer' | 'tlsClient' | 'ocspResponder';

export interface Profile {
  readonly id: ProfileId;
  readonly label: string;
  readonly description: string;
  readonly keyAlgorithms: readonly KeyAlgorithm[];
  readonly defaultKeyAlgorithm: KeyAlgorithm;
  readonly defaultValidityDays: number;
  /** Longer is refused. */
  readonly maxValidityDays: number;
  /** Longer is allowed with a warning. */
  readonly warnAboveValidityDays: number;
  readonly keyUsage: (keyAlgorithm: KeyAlgorithm) => readonly KeyUsageBit[];
  readonly extKeyUsage: readonly ExtKeyUsage[];
  readonly isAuthority: boolean;
  /** Null for end entities; authorities may be issued without a limit by choice. RFC 5280 §4.2.1.9 */
  readonly defaultPathLenConstraint: number | null;
  readonly requiresSubjectAltName: boolean;
  readonly subjectAltNameTypes: readonly GeneralName['type'][];
  readonly allowsWildcard: boolean;
}

const ALL_KEYS: readonly KeyAlgorithm[] = KEY_ALGORITHMS;

const authorityKeyUsage = (): readonly KeyUsageBit[] => ['keyCertSign', 'cRLSign'];
const signingKeyUsage = (): readonly KeyUsageBit[] => ['digitalSignature'];
/** NSS answers "key usage inadequate" to RSA servers without keyEncipherment; EC, Ed25519 and ML-DSA keys cannot encipher (RFC 8410 §5, RFC 9881 §5). */
const serverKeyUsage = (keyAlgorithm: KeyAlgorithm): readonly KeyUsageBit[] =>
  keyAlgorithm.startsWith('RSA-') ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];

export const PROFILES: Readonly<Record<ProfileId, Profile>> = {
  rootAuthority: {
    id: 'rootAuthority',
    label: 'Root authority',
    description:
      'The anchor of trust: signs issuing authorities, and is installed wherever its certificates are to be trusted.',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-384',
    defaultValidityDays: 3650,
    maxValidityDays: 9132,
    warnAboveValidityDays: 7305,
    keyUsage: authorityKeyUsage,
    // Chrome refused roots that carry an extended key usage.
    extKeyUsage: [],
    isAuthority: true,
    defaultPathLenConstraint: 1,
    requiresSubjectAltName: false,
    subjectAltNameTypes: [],
    allowsWildcard: false,
  },
  issuingAuthority: {
    id: 'issuingAuthority',
    label: 'Issuing authority',
    description: 'Signs certificates for servers and clients, under a root authority.',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-256',
    defaultValidityDays: 1825,
    maxValidityDays: 3650,
    warnAboveValidityDays: 3650,
    keyUsage: authorityKeyUsage,
    extKeyUsage: [],
    isAuthority: true,
    defaultPathLenConstraint: 0,
    requiresSubjectAltName: false,
    subjectAltNameTypes: [],
    allowsWildcard: false,
  },
  tlsServer: {
    id: 'tlsServer',
    label: 'TLS server',
    description: 'Proves to clients that a server has the host names and addresses in it.',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-256',
    defaultValidityDays: 90,
    // Apple refuses server certificates over 825 days, and public ones over 398; browsers follow the second limit.
    maxValidityDays: 825,
    warnAboveValidityDays: 397,
    keyUsage: serverKeyUsage,
    extKeyUsage: ['serverAuth'],
    isAuthority: false,
    defaultPathLenConstraint: null,
    requiresSubjectAltName: true,
    subjectAltNameTypes: ['dns', 'ip'],
    allowsWildcard: true,
  },
  tlsClient: {
    id: 'tlsClient',
    label: 'TLS client',
    description: 'Proves to servers which person, service or device connects (mutual TLS).',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-256',
    defaultValidityDays: 90,
    maxValidityDays: 365,
    warnAboveValidityDays: 365,
    keyUsage: signingKeyUsage,
    extKeyUsage: ['clientAuth'],
    isAuthority: false,
    defaultPathLenConstraint: null,
    requiresSubjectAltName: false,
    subjectAltNameTypes: ['email', 'uri', 'dns', 'ip', 'upn'],
    allowsWildcard: false,
  },
  ocspResponder: {
    id: 'ocspResponder',
    label: 'OCSP responder',
    description: 'Signs answers about the status of certificates on behalf of one authority.',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-256',
    defaultValidityDays: 90,
    // It carries no-check, so nothing can revoke it; a short life is its only limit (RFC 6960 §4.2.2.2.1).
    maxValidityDays: 90,
    warnAboveValidityDays: 90,
    keyUsage: signingKeyUsage,
    extKeyUsage: ['OCSPSigning'],
    isAuthority: false,
    defaultPathLenConstraint: null,
    requiresSubjectAltName: false,
    subjectAltNameTypes: [],
    allowsWildcard: false,
  },
};

/** The built-in certificate profiles, as data. A profile decides every extension; requests only contribute a key and names. */
import { impossibleUsage } from './key-usage.ts';
import {
  type CustomKeyPurpose,
  type ExtKeyUsage,
  type GeneralName,
  KEY_ALGORITHMS,
  type KeyAlgorithm,
  type KeyUsageBit,
} from './types.ts';

export type ProfileId =
  | 'rootAuthority'
  | 'issuingAuthority'
  | 'tlsServer'
  | 'tlsClient'
  | 'tlsPeer'
  | 'smime'
  | 'codeSigning'
  | 'ocspResponder';
/** What an operator may ask for by name; authorities and responders are made by services of their own. */
export type EndEntityProfileId = Exclude<ProfileId, 'rootAuthority' | 'issuingAuthority' | 'ocspResponder'>;

/** What requests may ask for: everything but authorities and the program's own responders. */
export function isEndEntityProfile(name: string): name is EndEntityProfileId {
  return Object.hasOwn(PROFILES, name) && !PROFILES[name as ProfileId].isAuthority && name !== 'ocspResponder';
}

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
  readonly extKeyUsage: readonly (ExtKeyUsage | CustomKeyPurpose)[];
  readonly isAuthority: boolean;
  /** Null for end entities; authorities may be issued without a limit by choice. RFC 5280 §4.2.1.9 */
  readonly defaultPathLenConstraint: number | null;
  readonly requiresSubjectAltName: boolean;
  /** What a name without further marks is taken for: a host or address of a server, any name of a client, a mailbox; `none`: no names at all. */
  readonly nameForm: 'server' | 'client' | 'mailbox' | 'none';
  /** The subject must have a CN; it is never made from the names. */
  readonly requiresCommonName: boolean;
  readonly subjectAltNameTypes: readonly GeneralName['type'][];
  readonly allowsWildcard: boolean;
}

/** The key usage of the profile, without what a key for RSA-PSS only cannot do; empty when it can do nothing of it. RFC 4055 §1.2 */
export function keyUsageFor(
  { keyUsage }: Pick<Profile, 'keyUsage'>,
  keyAlgorithm: KeyAlgorithm,
  isPss: boolean,
): readonly KeyUsageBit[] {
  const impossible = impossibleUsage(keyAlgorithm, isPss);
  return isPss ? keyUsage(keyAlgorithm).filter((bit) => !impossible.includes(bit)) : keyUsage(keyAlgorithm);
}

const ALL_KEYS: readonly KeyAlgorithm[] = KEY_ALGORITHMS;

const authorityKeyUsage = (): readonly KeyUsageBit[] => ['keyCertSign', 'cRLSign'];
const signingKeyUsage = (): readonly KeyUsageBit[] => ['digitalSignature'];
/** NSS answers "key usage inadequate" to RSA servers without keyEncipherment; EC, Ed25519 and ML-DSA keys cannot encipher (RFC 8410 §5, RFC 9881 §5). */
const serverKeyUsage = (keyAlgorithm: KeyAlgorithm): readonly KeyUsageBit[] =>
  keyAlgorithm.startsWith('RSA-') ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];

/** RFC 8551 §4.4.2: signing, and what the key can do to decrypt: RSA enciphers keys, curves agree on them, the others only sign. */
const mailKeyUsage = (keyAlgorithm: KeyAlgorithm): readonly KeyUsageBit[] =>
  keyAlgorithm.startsWith('RSA-')
    ? ['digitalSignature', 'keyEncipherment']
    : keyAlgorithm.startsWith('P-')
      ? ['digitalSignature', 'keyAgreement']
      : ['digitalSignature'];

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
    nameForm: 'none',
    requiresCommonName: true,
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
    nameForm: 'none',
    requiresCommonName: true,
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
    nameForm: 'server',
    requiresCommonName: false,
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
    nameForm: 'client',
    requiresCommonName: false,
    subjectAltNameTypes: ['email', 'uri', 'dns', 'ip', 'upn'],
    allowsWildcard: false,
  },
  tlsPeer: {
    id: 'tlsPeer',
    label: 'TLS peer',
    description: 'Server and client in one, for programs that call each other with a single certificate.',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-256',
    defaultValidityDays: 90,
    // It is a server to those it answers, so the limits of servers hold.
    maxValidityDays: 825,
    warnAboveValidityDays: 397,
    keyUsage: serverKeyUsage,
    extKeyUsage: ['serverAuth', 'clientAuth'],
    isAuthority: false,
    defaultPathLenConstraint: null,
    requiresSubjectAltName: true,
    nameForm: 'server',
    requiresCommonName: false,
    subjectAltNameTypes: ['dns', 'ip'],
    allowsWildcard: true,
  },
  smime: {
    id: 'smime',
    label: 'S/MIME',
    description: 'Signs and decrypts the e-mail of the mailboxes in it.',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-256',
    defaultValidityDays: 365,
    // CA/Browser Forum S/MIME BR §6.3.2, strict and multipurpose.
    maxValidityDays: 825,
    warnAboveValidityDays: 825,
    keyUsage: mailKeyUsage,
    extKeyUsage: ['emailProtection'],
    isAuthority: false,
    defaultPathLenConstraint: null,
    requiresSubjectAltName: true,
    nameForm: 'mailbox',
    requiresCommonName: false,
    subjectAltNameTypes: ['email'],
    allowsWildcard: false,
  },
  codeSigning: {
    id: 'codeSigning',
    label: 'Code signing',
    description: 'Signs programs and scripts in the name of who made them.',
    keyAlgorithms: ALL_KEYS,
    defaultKeyAlgorithm: 'P-256',
    defaultValidityDays: 365,
    // CA/Browser Forum Code Signing BR §6.3.2: 39 months until March 2026, 460 days since.
    maxValidityDays: 1187,
    warnAboveValidityDays: 460,
    keyUsage: signingKeyUsage,
    extKeyUsage: ['codeSigning'],
    isAuthority: false,
    defaultPathLenConstraint: null,
    requiresSubjectAltName: false,
    nameForm: 'none',
    requiresCommonName: true,
    subjectAltNameTypes: [],
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
    nameForm: 'none',
    requiresCommonName: false,
    subjectAltNameTypes: [],
    allowsWildcard: false,
  },
};

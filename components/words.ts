import type {
  AuditAction,
  AuditObjectType,
  ConnectionKind,
  JobKind,
  JobState,
  ProfileName,
} from '@/lib/domain/entities';
import type { ExportDestination } from '@/lib/pki/export/plan-export';
import type { NameConcern } from '@/lib/pki/international-name';
import type { KeyAlgorithm, RevocationReason } from '@/lib/pki/types';
import type { ChainLink } from '@/lib/services/views';

/** The words of the product, one place each. */

export const PROFILE_WORDS = {
  rootAuthority: 'Root authority',
  issuingAuthority: 'Issuing authority',
  tlsServer: 'Server',
  tlsClient: 'Client',
  tlsPeer: 'Server and client',
  smime: 'S/MIME',
  codeSigning: 'Code signing',
  ocspResponder: 'OCSP responder',
} as const satisfies Record<ProfileName, string>;

export const CHAIN_KIND_WORDS = {
  root: 'Root authority',
  issuing: 'Issuing authority',
  server: 'Server certificate',
  client: 'Client certificate',
  peer: 'Server and client certificate',
  mail: 'S/MIME certificate',
  code: 'Code-signing certificate',
  responder: 'OCSP responder',
} as const satisfies Record<ChainLink['kind'], string>;

export const CONNECTION_KIND_WORDS = { mutual: 'Mutual TLS', 'one-way': 'One-way TLS' } as const satisfies Record<
  ConnectionKind,
  string
>;

export const KEY_ALGORITHM_WORDS = {
  'P-256': 'ECDSA P-256',
  'P-384': 'ECDSA P-384',
  'P-521': 'ECDSA P-521',
  'RSA-2048': 'RSA 2048',
  'RSA-3072': 'RSA 3072',
  'RSA-4096': 'RSA 4096',
  Ed25519: 'Ed25519',
  'ML-DSA-44': 'ML-DSA-44',
  'ML-DSA-65': 'ML-DSA-65',
  'ML-DSA-87': 'ML-DSA-87',
} as const satisfies Record<KeyAlgorithm, string>;

/** What a person has to know before choosing this key; nothing for those that work everywhere. */
export const keyAlgorithmHelp = (name: string): string | undefined =>
  name.startsWith('ML-DSA-')
    ? 'Post-quantum. Works with OpenSSL 3.5 and newer over TLS 1.3; browsers, Java 17 and older systems refuse it.'
    : undefined;

export const keyAlgorithmWord = (name: string): string =>
  (KEY_ALGORITHM_WORDS as Readonly<Record<string, string>>)[name] ?? name;

const SIGNATURE_WORDS: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'ECDSA with SHA-256',
  '1.2.840.10045.4.3.3': 'ECDSA with SHA-384',
  '1.2.840.10045.4.3.4': 'ECDSA with SHA-512',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'RSA with SHA-256',
  '1.2.840.113549.1.1.12': 'RSA with SHA-384',
  '1.2.840.113549.1.1.13': 'RSA with SHA-512',
  '1.3.101.112': 'Ed25519',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};
/** A signature algorithm by name; what is not known stays as it is. */
export const signatureWord = (name: string): string => SIGNATURE_WORDS[name] ?? name;

export const REASON_WORDS = {
  unspecified: 'no reason given',
  keyCompromise: 'key compromise',
  cACompromise: 'authority compromise',
  affiliationChanged: 'affiliation changed',
  superseded: 'superseded',
  cessationOfOperation: 'no longer used',
  certificateHold: 'on hold',
  privilegeWithdrawn: 'privilege withdrawn',
  aACompromise: 'attribute authority compromise',
} as const satisfies Record<RevocationReason, string>;

export type OfferedReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'privilegeWithdrawn'
  | 'certificateHold';
export const OFFERED_REASONS: readonly { value: OfferedReason; label: string; sentence: string }[] = [
  { value: 'superseded', label: 'Superseded', sentence: 'A newer certificate has taken its place.' },
  { value: 'cessationOfOperation', label: 'No longer used', sentence: 'The server or client was shut down.' },
  {
    value: 'keyCompromise',
    label: 'Key compromise',
    sentence: 'Someone else has, or may have, the private key. The key can never be certified again here.',
  },
  {
    value: 'affiliationChanged',
    label: 'Affiliation changed',
    sentence: 'The name or organisation in the certificate is no longer right.',
  },
  {
    value: 'privilegeWithdrawn',
    label: 'Privilege withdrawn',
    sentence: 'The holder is no longer allowed to use this certificate.',
  },
  { value: 'unspecified', label: 'No reason given', sentence: 'Clients see that it is revoked, and nothing more.' },
  {
    value: 'certificateHold',
    label: 'Only put it on hold',
    sentence: 'Clients refuse it for now. It can be released again, or revoked for good later.',
  },
];

export const NAME_TYPE_WORDS: Readonly<Record<string, string>> = {
  dns: 'DNS',
  ip: 'IP',
  email: 'E-mail',
  uri: 'URI',
  upn: 'UPN',
};

export const NAME_CONCERN_WORDS = {
  'mixed-script': 'Mixes alphabets: letters may not be what they look like.',
  confusable: 'Looks like a plain Latin name, and is another one.',
  bidirectional: 'Read from right to left: look at the exact form above.',
} as const satisfies Record<NameConcern, string>;

export const ACTION_WORDS = {
  'instance.set-up': 'Set up this instance',
  'operator.signed-in': 'Signed in',
  'operator.sign-in-refused': 'Sign-in refused',
  'operator.signed-out': 'Signed out',
  'operator.session-ended': 'Ended a session',
  'operator.stepped-up': 'Gave the password again',
  'operator.step-up-refused': 'Password given again was wrong',
  'keys.unsealed': 'Unsealed the keys',
  'keys.unseal-refused': 'Unseal refused',
  'authority.created': 'Created authority',
  'authority.imported': 'Imported authority',
  'authority.key-attached': 'Attached its private key to authority',
  'authority.configured': 'Changed the settings of',
  'authority.disabled': 'Disabled authority',
  'authority.enabled': 'Enabled authority',
  'authority.revoked': 'Revoked authority',
  'authority.deleted': 'Deleted authority',
  'authority.restored': 'Restored authority',
  'authority.key-purged': 'Destroyed the key of deleted authority',
  'authority.renewed': 'Renewed authority',
  'authority.rekeyed': 'Replaced authority by',
  'authority.requested': 'Made the request of authority',
  'authority.certificate-installed': 'Installed the certificate of',
  'authority.certified': 'Signed outside authority',
  'authority.cross-signed': 'Cross-signed authority',
  'authority.key-sealed': 'Exported the sealed key of',
  'authority.key-taken-offline': 'Took offline the key of',
  'authority.ceremony-begun': 'Began a ceremony with the key of',
  'authority.ceremony-ended': 'Ended the ceremony of',
  'certificate.intended': 'Recorded the intent to issue',
  'certificate.issued': 'Issued certificate',
  'certificate.imported': 'Imported certificate',
  'certificate.abandoned': 'Abandoned certificate',
  'certificate.revoked': 'Revoked certificate',
  'certificate.held': 'Put on hold',
  'certificate.released': 'Released from hold',
  'certificate.described': 'Described certificate',
  'certificate.revocation-planned': 'Planned the revocation of',
  'certificate.revocation-plan-ended': 'Ended the planned revocation of',
  'key.shared-factor-found': 'Found a shared prime in the key of',
  'certificate.key-exported': 'Exported private key of',
  'crl.intended': 'Recorded the intent to sign a CRL',
  'crl.published': 'Published CRL',
  'connection.created': 'Created connection',
  'job.started': 'Started job',
  'job.finished': 'Finished job',
  'job.cancelled': 'Cancelled job',
  'job.exported': 'Exported the files of job',
  'view.saved': 'Saved view',
  'view.renamed': 'Renamed view',
  'view.deleted': 'Deleted view',
  'profile.created': 'Created profile',
  'profile.changed': 'Changed profile',
  'profile.retired': 'Retired profile',
  'profile.reactivated': 'Reactivated profile',
  'profile.deleted': 'Deleted profile',
  'connection.renewed': 'Renewed connection',
  'connection.tested': 'Tested connection',
  'lab.ran': 'Ran the handshake',
  'lab.probed': 'Probed a server',
  'status.proved': 'Looked at the status as a stranger',
  'watch.failed': 'Found a published address failing',
  'watch.recovered': 'Found a published address right again',
  'connection.renamed': 'Renamed connection',
  'connection.deleted': 'Deleted connection',
  'connection.handed-over': 'Made a hand-over link of',
  'connection.handover-revoked': 'Withdrew a hand-over link of',
  'connection.collected': 'Handed over the bundle of',
  'connection.collection-refused': 'Refused to hand over the bundle of',
  'request.submitted': 'Saved request',
  'request.approved': 'Approved request',
  'request.rejected': 'Rejected request',
  'operator.invited': 'Invited',
  'operator.invitation-withdrawn': 'Invitation withdrawn',
  'operator.joined': 'Joined',
  'operator.reset-allowed': 'New password allowed',
  'operator.password-reset': 'New password chosen',
  'operator.password-changed': 'Changed the password',
  'operator.changed': 'Changed operator',
  'operator.disabled': 'Disabled operator',
  'operator.enabled': 'Enabled operator',
  'operator.recovered': 'Recovered from the console',
  'access.refused': 'Not permitted',
  'operator.second-factor-on': 'One-time codes turned on',
  'operator.second-factor-off': 'One-time codes turned off',
  'operator.second-factor-refused': 'One-time code refused',
  'audit.key-created': 'Made the key for checkpoints of the log',
  'token.created': 'Created API token',
  'token.revoked': 'Revoked API token',
} as const satisfies Record<AuditAction, string>;

export const DESTINATION_WORDS = {
  nginx: 'nginx',
  apache: 'Apache',
  haproxy: 'HAProxy',
  caddy: 'Caddy',
  windows: 'Windows (10 and Server 2019 or newer)',
  'windows-old': 'Windows Server 2016 and older',
  macos: 'macOS keychain',
  ios: 'iPhone and iPad',
  android: 'Android',
  java: 'Java',
  'java-8': 'Java 8 before update 301',
  openssl: 'OpenSSL, one file each',
  kubernetes: 'Kubernetes',
  firefox: 'Firefox and other browsers',
  'trust-only': 'Those who are to trust it (no key)',
  everything: 'Everything there is',
} as const satisfies Record<ExportDestination, string>;

export const JOB_STATE_WORDS = {
  queued: 'Waits for its turn',
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
} as const satisfies Record<JobState, string>;

/** What a job of each kind is about, counted, and what it did to each. */
export const JOB_KIND_WORDS = {
  'bulk-issuance': {
    about: 'One certificate for each row of a table.',
    piece: 'row',
    result: 'certificate',
    done: 'issued',
  },
  'bulk-revocation': {
    about: 'Each certificate is revoked under the rules for one; one revocation list for each batch.',
    piece: 'certificate',
    result: 'certificate',
    done: 'revoked',
  },
  'bulk-hold': {
    about: 'Each certificate is put on hold until it is released or revoked for good.',
    piece: 'certificate',
    result: 'certificate',
    done: 'put on hold',
  },
  'bulk-release': {
    about: 'Each certificate is taken off hold and is good again.',
    piece: 'certificate',
    result: 'certificate',
    done: 'released',
  },
  'bulk-renewal': {
    about: 'Each certificate gets a successor with a new key; the old one stays good until it ends or is revoked.',
    piece: 'certificate',
    result: 'certificate',
    done: 'renewed',
  },
  'bulk-description': {
    about: 'Tags and owner of each certificate are changed.',
    piece: 'certificate',
    result: 'certificate',
    done: 'changed',
  },
} as const satisfies Record<JobKind, { about: string; piece: string; result: string; done: string }>;

export const OBJECT_WORDS = {
  job: 'Job',
  view: 'View',
  instance: 'Instance',
  operator: 'Operator',
  session: 'Session',
  authority: 'Authority',
  certificate: 'Certificate',
  crl: 'CRL',
  connection: 'Connection',
  profile: 'Profile',
  'lab-run': 'Handshake run',
  request: 'Request',
  invitation: 'Invitation',
  token: 'API token',
} as const satisfies Record<AuditObjectType, string>;

/** Where an audit entry's object lives, when it has a page. */
export function objectHref(type: AuditObjectType, id: string): string | null {
  if (type === 'authority') return `/authorities/${id}`;
  if (type === 'certificate') return `/certificates/${id}`;
  if (type === 'connection') return `/connections/${id}`;
  if (type === 'profile') return `/profiles/${id}`;
  if (type === 'lab-run') return `/lab/${id}`;
  if (type === 'request') return `/requests/${id}`;
  return null;
}

/** The server's phrases are made to stand in sentences; alone they begin like one. */
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

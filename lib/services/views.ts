import type {
  AuditEntry,
  Authority,
  Certificate,
  Connection,
  ConnectionKind,
  KeyProtectionMode,
  ProfileName,
  Session,
} from '../domain/entities.ts';
import type { FieldError } from '../domain/errors.ts';
import type { Operator } from '../domain/operators.ts';
import type { SealState } from '../domain/ports.ts';
import type { CertificateCounts } from '../domain/store.ts';
import type { NameConcern } from '../pki/international-name.ts';
import type { LintFinding } from '../pki/types.ts';
import type { HandoverView } from './handover-view.ts';
import type { PlannedRevocationView } from './planned-revocation.ts';

/** What reading services return: domain nouns joined for a screen or an API answer, without a secret in any field. */

/** Shown status, by precedence revoked > held > expired > not yet valid > expiring > valid. */
export type ShownStatus = 'valid' | 'expiring' | 'expired' | 'revoked' | 'held' | 'not-yet-valid' | 'pending';

export interface SetupView {
  readonly finished: boolean;
  readonly sealState: SealState;
  readonly organisation: string | null;
  /** What the configuration proposes for key protection. */
  readonly defaultKeyProtection: KeyProtectionMode;
  /** Where the key file is or will be. */
  readonly keyFilePath: string;
  readonly publicUrl: string;
}

export interface CertificateRow {
  readonly certificate: Certificate;
  readonly status: ShownStatus;
  /** Whole days until the end; negative when past. */
  readonly daysLeft: number;
  readonly issuerName: string;
  /** It is not revoked itself, but an authority above it is: verifiers refuse it. */
  readonly issuerRevoked: boolean;
}
export interface CertificateListView {
  readonly items: readonly CertificateRow[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly counts: CertificateCounts;
}

export interface ChainLink {
  readonly kind: 'root' | 'issuing' | 'server' | 'client' | 'peer' | 'mail' | 'code' | 'responder';
  readonly displayName: string;
  readonly certificateId: string;
  readonly authorityId: string | null;
  readonly serialNumber: string;
  readonly keyAlgorithm: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly status: ShownStatus;
  readonly daysLeft: number;
  readonly pathLenConstraint: number | null;
  readonly fingerprintSha256: string;
}
/** A name in a certificate, with its international form where there is one and what may mislead about it. */
export interface NameView {
  readonly type: string;
  readonly value: string;
  readonly unicode: string | null;
  readonly concerns: readonly NameConcern[];
}
export interface ExtensionView {
  readonly oid: string;
  readonly name: string;
  readonly critical: boolean;
  readonly text: string;
  readonly explanation: string;
}
export interface CertificateReference {
  readonly id: string;
  readonly displayName: string;
  readonly serialNumber: string;
  readonly createdAt: Date;
}
export interface CertificateDetailView {
  readonly certificate: Certificate;
  readonly status: ShownStatus;
  readonly daysLeft: number;
  /** Root first, this certificate last. */
  readonly chain: readonly ChainLink[];
  readonly issuerName: string;
  /** The revoked authority above it, if there is one. */
  readonly revokedAuthority: string | null;
  readonly subjectText: string;
  readonly names: readonly NameView[];
  readonly keyUsage: readonly string[];
  readonly extKeyUsage: readonly string[];
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
  readonly signatureAlgorithm: string;
  readonly extensions: readonly ExtensionView[];
  readonly lints: readonly LintFinding[];
  readonly pem: string;
  readonly text: string;
  readonly keyHeld: boolean;
  readonly connections: readonly Connection[];
  readonly history: readonly AuditEntry[];
  readonly tags: readonly string[];
  /** The certificate it took the place of, and those that took its place, newest first. */
  readonly replaces: CertificateReference | null;
  readonly replacedBy: readonly CertificateReference[];
  /** Revocations at a later time that concern it, the newest first. */
  readonly planned: readonly PlannedRevocationView[];
  /** Other end-entity certificates with the same key that are still accepted. */
  readonly sameKey: readonly CertificateReference[];
  /** The key that signed it is not here. */
  readonly signedElsewhere: boolean;
  /** Authorities' own certificates are revoked elsewhere; a responder's is replaced. */
  readonly canRevoke: boolean;
  readonly canHold: boolean;
  readonly canRenew: boolean;
}

/** One thing an operator should do something about. */
export interface AttentionItem {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly detail: string;
  readonly href: string;
  readonly action: string;
}
export interface AuthorityImpactView {
  /** Issued by it and by everything below it, still accepted; exact up to COUNT_LIMIT. */
  readonly livingCertificates: number;
  /** The first of them, soonest end first. */
  readonly certificates: readonly CertificateRow[];
  readonly authoritiesBelow: readonly Pick<Authority, 'id' | 'name' | 'status'>[];
}
/** A certificate of an authority's key: its own, earlier ones, and cross-certificates. */
export interface AuthorityCertificateView {
  readonly certificate: Certificate;
  readonly status: ShownStatus;
  readonly issuerName: string;
  readonly inForce: boolean;
  readonly kind: 'self-signed' | 'issued' | 'cross';
}
export interface DeletedAuthorityView {
  readonly authority: Authority;
  readonly restoreUntil: Date;
  /** Its key was destroyed: it cannot be brought back. */
  readonly gone: boolean;
}
export interface AuthorityNode {
  readonly authority: Authority;
  readonly certificate: Certificate | null;
  readonly status: ShownStatus;
  readonly daysLeft: number;
  /** Worst first: what is wrong with it, in words; empty when healthy. */
  readonly problems: readonly string[];
  readonly crl: CrlView | null;
  /** Exact up to COUNT_LIMIT, and one more for all beyond. */
  readonly livingCertificates: number;
  readonly pathLenConstraint: number | null;
  /** The signer can use its key now: it is online, or in a ceremony. */
  readonly keyAtHand: boolean;
  readonly children: readonly AuthorityNode[];
}
export interface CrlView {
  readonly crlNumber: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly entryCount: number;
  readonly overdue: boolean;
}
export interface AuthorityDetailView {
  readonly node: AuthorityNode;
  readonly parentName: string | null;
  readonly chain: readonly ChainLink[];
  readonly certificatePem: string;
  readonly fingerprintSha256: string;
  readonly publishing: {
    readonly crlUrl: string;
    readonly crlPemUrl: string;
    readonly chainCrlPemUrl: string;
    readonly ocspUrl: string;
    readonly caIssuersUrl: string;
  };
  /** What goes into what it signs from now on. */
  readonly signedAddresses: {
    readonly crlUrls: readonly string[];
    readonly ocspUrls: readonly string[];
    readonly caIssuersUrls: readonly string[];
  };
  readonly crlLifeDays: number;
  /** Null: it makes no delta CRL. */
  readonly deltaCrlUrl: string | null;
  /** The first and the last part of a divided CRL; null when it is whole. */
  readonly crlParts: { readonly count: number; readonly firstUrl: string; readonly lastUrl: string } | null;
  /** What its certificate says about everything below it, in sentences. */
  readonly limits: readonly string[];
  /** Newest first. */
  readonly certificates: readonly AuthorityCertificateView[];
  readonly successor: Pick<Authority, 'id' | 'name'> | null;
  readonly predecessor: Pick<Authority, 'id' | 'name'> | null;
  /** Why it cannot be revoked here; null when it can. */
  readonly cannotRevoke: string | null;
  readonly restoreUntil: Date | null;
  /** A request for an outside authority that can be downloaded. */
  readonly hasRequest: boolean;
  /** Seconds that the ceremony with its key still lasts; null when there is none. */
  readonly ceremonySecondsLeft: number | null;
  /** Why an authority cannot be added below this one; null when it can. */
  readonly cannotHaveChildren: string | null;
  readonly history: readonly AuditEntry[];
}

/** One column of the expiry strip: the certificates that end on these seven days (UTC). */
export interface ExpiryWeek {
  /** First and last day, as the list of certificates takes them: `2026-12-01`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly count: number;
}
/** What ends within thirteen weeks, today first. */
export interface ExpiryOutlook {
  readonly weeks: readonly ExpiryWeek[];
  /** How many end within so many days. */
  readonly within: { readonly 7: number; readonly 14: number; readonly 30: number };
  /** Null when everything was counted; else counting stopped with what ends at this time. */
  readonly countedUntil: Date | null;
}
/** Issued to end entities and revoked, for each of the last ninety days, the oldest first. */
export interface ActivityDay {
  /** 00:00 UTC. */
  readonly day: Date;
  readonly issued: number;
  readonly revoked: number;
}
export interface OverviewView {
  readonly attention: readonly AttentionItem[];
  readonly expiringNext: readonly CertificateRow[];
  readonly authorities: readonly AuthorityNode[];
  /** Null for those who may not read the log. */
  readonly recentEvents: readonly AuditEntry[] | null;
  readonly outlook: ExpiryOutlook;
  readonly activity: readonly ActivityDay[];
  /** Whether anything was ever issued to an end entity and is not revoked. */
  readonly begun: boolean;
}

export interface ConnectionRow {
  readonly connection: Connection;
  readonly server: CertificateRow;
  readonly client: CertificateRow | null;
}
export interface ConnectionListView {
  readonly items: readonly ConnectionRow[];
  readonly next: string | null;
  readonly previous: string | null;
  /** Of all connections, whatever is asked for. */
  readonly total: number;
}
export interface BundleFile {
  readonly name: string;
  readonly description: string;
  readonly secret: boolean;
}
export interface Snippet {
  readonly id: 'nginx' | 'curl' | 'nginx-crl' | (string & {});
  readonly side: 'server' | 'client';
  readonly label: string;
  readonly language: 'nginx' | 'shell';
  readonly note: string;
  readonly text: string;
}
export interface ConnectionDetailView extends ConnectionRow {
  readonly authorityName: string;
  readonly authorityId: string;
  readonly serverChain: readonly ChainLink[];
  readonly clientChain: readonly ChainLink[];
  readonly bundles: {
    readonly server: { readonly fileName: string; readonly files: readonly BundleFile[] };
    readonly client: { readonly fileName: string; readonly files: readonly BundleFile[] };
  };
  readonly snippets: readonly Snippet[];
  /** Newest first. */
  readonly handovers: readonly HandoverView[];
  readonly history: readonly AuditEntry[];
}

export type ChainVerdict =
  | { readonly state: 'verified'; readonly upToSeq: number; readonly headHash: string }
  | BrokenChain;
export interface BrokenChain {
  readonly state: 'broken';
  readonly seq: number;
  readonly problem: string;
}
export type AuditVerification =
  | (Extract<ChainVerdict, { state: 'verified' }> & {
      /** The first entry that was recomputed just now. */
      readonly checkedFrom: number;
      /** When the entries before it were, all of them. */
      readonly wholeAt: Date;
    })
  | BrokenChain;
export interface AuditListView {
  readonly items: readonly AuditEntry[];
  readonly next: number | null;
  readonly verification: AuditVerification;
}

export interface SessionView extends Session {
  readonly current: boolean;
}

export interface CsrView {
  readonly subjectText: string;
  readonly names: readonly NameView[];
  readonly keyAlgorithm: string;
  readonly suggestedProfile: ProfileName;
  /** The profile that `comparison` is about: the chosen one, else the suggested. */
  readonly profileName: string;
  /** Whose key would sign it, and whether it could now; null when no authority can be chosen. */
  readonly issuer: { readonly name: string; readonly key: IssuerKeyState } | null;
  /** False: the profile takes none, and they have to be given beside the request. */
  readonly takesNamesFromRequest: boolean;
  /** Why signing would be refused; empty when it would not. */
  readonly refusals: readonly FieldError[];
  /** "asked / will be issued / why" */
  readonly comparison: readonly {
    readonly what: string;
    readonly asked: string;
    readonly issued: string;
    readonly why: string;
  }[];
}

/** What issuing would give, before anything is signed. */
export interface IssuePreview {
  readonly subjectText: string;
  readonly names: readonly NameView[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly issuerName: string;
  /** Whether its key could sign this now. */
  readonly issuerKey: IssuerKeyState;
  readonly keyUsage: readonly string[];
  readonly extKeyUsage: readonly string[];
  readonly lints: readonly LintFinding[];
}
/** `offline`: in a sealed file, and no ceremony is open. `sealed`: all keys are. `unreachable`: the signer does not answer. */
export type IssuerKeyState = 'at-hand' | 'offline' | 'sealed' | 'unreachable';

/** The signed-in person, for pages. */
export interface ViewerView {
  readonly operator: Operator;
  readonly organisation: string;
  readonly sealState: SealState;
  readonly connectionKinds: readonly ConnectionKind[];
}

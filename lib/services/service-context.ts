import type { AuditSink } from '../domain/audit-anchor.ts';
import type { CrlRecord, KeyProtectionMode } from '../domain/entities.ts';
import type { ApiToken, Operator } from '../domain/operators.ts';
import type {
  Authentication,
  Clock,
  Entropy,
  FaultPoints,
  FileWork,
  HandshakeLab,
  Log,
  PublicationProbe,
  SecretBox,
  Signer,
} from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import type { ClockGuard } from './clock-guard.ts';
import type { JobTurn } from './job-turn.ts';
import type { KeptEntries } from './kept-entries.ts';
import type { KnownModuli } from './known-moduli.ts';
import type { OcspMemory } from './ocsp-memory.ts';
import type { PublishingTurn } from './publish-after-change.ts';
import type { StepUpMemory } from './step-up.ts';

/** What every service is handed: the ports and the settings. Nothing here is request-bound. */
export interface ServiceContext {
  readonly store: Store;
  readonly signer: Signer;
  readonly fileWork: FileWork;
  readonly authentication: Authentication;
  readonly secretBox: SecretBox;
  readonly lab: HandshakeLab;
  readonly probe: PublicationProbe;
  readonly clock: Clock;
  readonly clockGuard: ClockGuard;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly faults: FaultPoints;
  readonly settings: ServiceSettings;
  readonly publication: PublicationCache;
  readonly stepUp: StepUpMemory;
  readonly jobTurn: JobTurn;
  /** Asked when the proof of the trust page was turned on, off, or renewed. */
  readonly proofTurn: JobTurn;
  readonly knownModuli: KnownModuli;
  /** Where the log is copied to; by local configuration only. */
  readonly auditSinks: readonly AuditSink[];
}

export interface ServiceSettings {
  /** Origin of the public listener as relying parties see it; goes into AIA and CDP. */
  readonly publicUrl: string;
  /** Whether the public listener shows the trust page and hands out its files. */
  readonly trustPage: boolean;
  /** Origin of the proof, https; null when it is turned off for good. */
  readonly proofUrl: string | null;
  /** How often published addresses are looked at; 0: never. */
  readonly watchMinutes: number;
  readonly defaultKeyProtection: KeyProtectionMode;
  readonly keyFilePath: string;
  readonly version: string;
}

/** What is kept of what is published. Nothing of it decides alone: each use is checked against the store. */
export interface PublicationCache {
  readonly ocsp: OcspMemory;
  /** Published CRLs by authority, kind and part, with their bytes. */
  readonly crls: Map<string, CrlRecord>;
  /** Encoded entries of complete CRLs by authority. */
  readonly entries: Map<string, KeptEntries>;
  /** Authorities whose newest revocation is not on a published CRL yet. */
  readonly crlOverdue: Set<string>;
  /** CRLs being made now, by authority. */
  readonly publishing: Map<string, PublishingTurn>;
}

/** Who acts. `system` is the program itself (jobs, recovery); `setup` holds the setup token. */
export type Actor =
  | { readonly kind: 'operator'; readonly operator: Operator; readonly sessionId: string }
  /** A program with a token of this operator; it never has more rights than the operator has at that moment. */
  | { readonly kind: 'token'; readonly token: ApiToken; readonly operator: Operator }
  | { readonly kind: 'setup' }
  | { readonly kind: 'system' }
  /** Whoever holds a hand-over link; never signed in. */
  | { readonly kind: 'link' }
  /** A job goes on with what an operator started. */
  | { readonly kind: 'job'; readonly startedBy: string };

/** How the audit log names the actor. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'operator') return actor.operator.email;
  if (actor.kind === 'token') return `${actor.operator.email} (token ${actor.token.id})`;
  if (actor.kind === 'link') return 'hand-over link';
  return actor.kind === 'job' ? actor.startedBy : actor.kind;
}

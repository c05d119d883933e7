import type { ExportMaterial } from '../pki/export/export-recipes.ts';
import type { BuiltFile, ExportRequest } from '../pki/export/plan-export.ts';
import type { FilesReport } from '../pki/import/file-report.ts';
import type { ImportMaterial } from '../pki/import/import-material.ts';
import type { InspectionQuestion, InspectionReport } from '../pki/inspect/inspect-files.ts';
import type { SharedFactor } from '../pki/shared-factors.ts';
import type {
  CertificateDer,
  KeyAlgorithm,
  ResponseDataDer,
  SignatureScheme,
  SubjectPublicKeyInfoDer,
  TbsCertificateDer,
  TbsCertListDer,
} from '../pki/types.ts';
import type { CheckpointFacts } from './audit-anchor.ts';
import type {
  CrlPiece,
  KeyKind,
  KeyProtection,
  KeyProtectionMode,
  ListInPieces,
  Session,
  StoredKey,
} from './entities.ts';
import type { LabRecording, LabSetup, LabVersion } from './lab.ts';
import type { Operator } from './operators.ts';
import type { RemoteAnswer, RemoteQuestion } from './remote.ts';

/** Interfaces owned by those who call them; `runtime` plugs in what stands behind. */

export interface Clock {
  /** The present, cut to whole seconds. */
  now(): Date;
}

export interface Entropy {
  octets(count: number): Uint8Array;
  /** A fresh opaque identifier: lowercase letters and digits, sortable by creation time. */
  id(): string;
}

export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export type SealState = 'uninitialised' | 'sealed' | 'unsealed';

/**
 * The process that alone holds unwrapped keys. It never signs opaque bytes: it re-reads each to-be-signed structure
 * and repeats the hard rules. Every method may throw `signer-unavailable`; those that need keys throw `sealed`.
 */
export interface Signer {
  state(): Promise<SealState>;
  /** Makes the key-encryption key and returns its envelope for the store; leaves the signer unsealed. */
  initialise(args: { instanceId: string; mode: KeyProtectionMode; passphrase: string | null }): Promise<KeyProtection>;
  /** Opens the envelope. A key file is read by the signer itself. Throws `validation-failed` on a wrong passphrase. */
  unseal(args: { instanceId: string; protection: KeyProtection; passphrase: string | null }): Promise<void>;
  /**
   * The key-encryption key under another passphrase, or under a new key file; nothing holds until the caller stored it. `passphrase`: the
   * present one. Throws `validation-failed` at `passphrase`, `conflict`.
   */
  protectAnew(args: {
    instanceId: string;
    protection: KeyProtection;
    passphrase: string | null;
    mode: KeyProtectionMode;
    newPassphrase: string | null;
  }): Promise<KeyProtection>;
  /** It is stored: a key file that it does not need goes. */
  protectionChanged(args: { instanceId: string; protection: KeyProtection }): Promise<void>;
  generateKey(args: {
    keyId: string;
    kind: KeyKind;
    algorithm: KeyAlgorithm;
  }): Promise<{ spkiDer: SubjectPublicKeyInfoDer; wrapped: Uint8Array }>;
  /** The same for many keys of one kind and algorithm, in the order of `keyIds`. */
  generateKeys(args: {
    keyIds: readonly string[];
    kind: KeyKind;
    algorithm: KeyAlgorithm;
  }): Promise<readonly { spkiDer: SubjectPublicKeyInfoDer; wrapped: Uint8Array }[]>;
  /** `issuerChain`: the issuer's certificate first, up to its self-signed root; empty for a self-signed root. Returns the signature octets. */
  signCertificate(args: {
    key: StoredKey;
    signatureScheme: SignatureScheme;
    tbsDer: TbsCertificateDer;
    issuerChain: readonly CertificateDer[];
  }): Promise<Uint8Array>;
  /** The same for many of one issuer; all are checked before the first is signed. Signatures in the order of `tbsDers`. */
  signCertificates(args: {
    key: StoredKey;
    signatureScheme: SignatureScheme;
    tbsDers: readonly TbsCertificateDer[];
    issuerChain: readonly CertificateDer[];
  }): Promise<readonly Uint8Array[]>;
  signCrl(args: {
    key: StoredKey;
    signatureScheme: SignatureScheme;
    tbsDer: TbsCertListDer;
    issuerChain: readonly CertificateDer[];
  }): Promise<Uint8Array>;
  /** The same for a list in pieces, of which only those cross over that the signer does not hold. Throws `signer-unavailable`. */
  signLongCrl(args: {
    key: StoredKey;
    signatureScheme: SignatureScheme;
    tbs: ListInPieces;
    issuerChain: readonly CertificateDer[];
  }): Promise<Uint8Array>;
  /** Sends pieces ahead, so that the signer has looked at them when it is to sign. When it fails, signing sends them again. */
  offerCrlPieces(pieces: readonly CrlPiece[]): Promise<void>;
  signOcspResponse(args: {
    key: StoredKey;
    responseDataDer: ResponseDataDer;
    responderCertificateDer: CertificateDer;
  }): Promise<Uint8Array>;
  /** The head of the log under the signer's own name of the instance. Refuses what goes back behind an earlier one. */
  signCheckpoint(args: {
    key: StoredKey;
    checkpoint: Omit<CheckpointFacts, 'type' | 'instance'>;
  }): Promise<{ text: string; signature: Uint8Array }>;
  /** Wraps a private key (PKCS#8) that was brought along. Throws `validation-failed` when its public key is not `spkiDer`. The caller overwrites its copy. */
  importKey(args: {
    keyId: string;
    kind: KeyKind;
    pkcs8Der: Uint8Array;
    spkiDer: SubjectPublicKeyInfoDer;
  }): Promise<{ wrapped: Uint8Array }>;
  /** Signature over a CertificationRequestInfo of an authority's own key that only describes the authority. */
  signRequest(args: { key: StoredKey; signatureScheme: SignatureScheme; infoDer: Uint8Array }): Promise<Uint8Array>;
  /** An authority's key as text of a sealed file, under a passphrase of 15 characters or more (argon2id, AES-256-GCM). */
  sealKey(args: { key: StoredKey; passphrase: string }): Promise<string>;
  /** Opens a sealed file and compares its key with this one. Throws `validation-failed` at `passphrase` or `sealed`. */
  checkSealedKey(args: { key: StoredKey; sealed: string; passphrase: string }): Promise<void>;
  /** The same, and holds the key in memory until the ceremony ends, 15 minutes at most. */
  beginCeremony(args: { key: StoredKey; sealed: string; passphrase: string }): Promise<void>;
  endCeremony(args: { keyId: string }): Promise<void>;
  ceremonies(): Promise<readonly { readonly keyId: string; readonly secondsLeft: number }[]>;
  /** Drops what was opened of a key that is to be nowhere but in its file. */
  forgetKey(args: { keyId: string }): Promise<void>;
  /** PKCS#8 DER of an end-entity key. Authority and responder keys are refused. */
  exportEndEntityKey(args: { key: StoredKey }): Promise<Uint8Array>;
  /** The same for many, in their order. */
  exportEndEntityKeys(args: { keys: readonly StoredKey[] }): Promise<readonly Uint8Array[]>;
  close(): Promise<void>;
}

/** Small secrets at rest that must be at hand while the keys are sealed. `purpose` has to be the same for both; `open` throws otherwise. */
export interface SecretBox {
  seal(octets: Uint8Array, purpose: string): Uint8Array;
  open(sealed: Uint8Array, purpose: string): Uint8Array;
}

/** Who sends this request, as the sign-in library knows it. */
export interface Authentication {
  /** False until the first operator exists: the set-up is finished only then. */
  hasOperator(): Promise<boolean>;
  /** As it is stored. Throws `rate-limited` when too many wait. */
  hashPassword(password: string): Promise<string>;
  /** Returns the cookies to set. Throws `unauthenticated` with the same words for an unknown address and a wrong password. */
  signIn(args: {
    email: string;
    password: string;
    headers: Headers;
  }): Promise<{ operator: Operator; setCookies: readonly string[] }>;
  /** Whether this is the operator's password now. */
  verifyPassword(args: { operatorId: string; password: string }): Promise<boolean>;
  signOut(headers: Headers): Promise<{ setCookies: readonly string[] }>;
  /** Using a session makes it last longer; `extend: false` is for questions that a page asks by itself. */
  authenticate(
    headers: Headers,
    options?: { readonly extend?: boolean },
  ): Promise<{ operator: Operator; session: Session } | null>;
  listSessions(operatorId: string): Promise<readonly Session[]>;
  endSession(operatorId: string, sessionId: string): Promise<boolean>;
}

/** Files of strangers, and files under a password, worked on apart from everything else with bounded memory and time. */
export interface FileWork {
  /** What the files hold. Throws `PkiError`, and `validation-failed` when reading overruns its bounds. */
  recognise(input: FilesToRead): Promise<FilesReport>;
  /** The same with the octets that are taken over; the caller overwrites the private keys. */
  importMaterial(input: FilesToRead): Promise<ImportMaterial>;
  inspect(input: InspectionQuestion): Promise<InspectionReport>;
  /** `findSharedFactors` of `lib/pki`, each modulus once. May take minutes. */
  sharedFactors(moduli: readonly bigint[]): Promise<readonly SharedFactor[]>;
  /** `buildExport` of `lib/pki/export` with fresh entropy. */
  buildExport(input: {
    request: ExportRequest;
    material: Omit<ExportMaterial, 'entropy'>;
    /** Names of the files of the plan that are wanted; absent: all. */
    only?: readonly string[];
  }): Promise<readonly BuiltFile[]>;
}
export interface FilesToRead {
  readonly files: readonly {
    readonly fileName: string;
    readonly bytes: Uint8Array;
    /** Tried on this file before those of all. */
    readonly passwords?: readonly string[];
  }[];
  readonly passwords: readonly string[];
  readonly now: Date;
}

/** One party of a handshake: its key, and its certificate path leaf first. */
export interface HandshakeParty {
  readonly privateKeyPkcs8: Uint8Array;
  readonly certificateChain: readonly CertificateDer[];
}

/** Performs real handshakes on loopback, records them, and says what each side decided. */
export interface HandshakeLab {
  /** Never throws for what the peers do: a refusal is a result. The caller overwrites the keys. */
  run(setup: LabSetup): Promise<LabRecording>;
  /** The setup of a case with throw-away keys; null for an unknown case. */
  bench(args: { caseId: string; version: LabVersion; mutual: boolean; now: Date }): LabSetup | null;
  /** A handshake with somebody else's server, under the rules for calls to the outside. Never throws for what it does. The caller overwrites the key. */
  remote(question: RemoteQuestion): Promise<RemoteAnswer>;
  /** Setups of the post-quantum bench, in the order of comparison. */
  postQuantum(now: Date): readonly { readonly variant: string; readonly setup: LabSetup }[];
}

/** Named places of the issuance cycle where a test may stop the process (`runtime` decides; normally nothing happens). */
export type FaultPoint =
  | 'protection.made'
  | 'protection.recorded'
  | 'issuance.intent-recorded'
  | 'issuance.signed'
  | 'issuance.verified'
  | 'issuance.result-recorded'
  | 'crl.intent-recorded'
  | 'crl.signed'
  | 'crl.result-recorded'
  | 'revocation.recorded';
export interface FaultPoints {
  reach(point: FaultPoint): void;
}

/** Fetches an address that certificates name, as a stranger would; `body` makes it a POST. Never throws. */
export type PublicationProbe = (
  url: string,
  body: { readonly octets: Uint8Array; readonly mediaType: string } | null,
) => Promise<PublishedAnswer>;
export type PublishedAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Lower case, without parameters; empty when none was sent. */
      readonly mediaType: string;
      readonly redirects: boolean;
      /** How long caches may give it out again, by Cache-Control or Expires; null: nothing is said. */
      readonly maxAgeSeconds: number | null;
      readonly octets: Uint8Array;
      readonly milliseconds: number;
    }
  | {
      readonly kind: 'failure';
      readonly reason:
        | 'scheme'
        | 'name'
        | 'address'
        | 'refused'
        | 'unreachable'
        | 'timeout'
        | 'tls'
        | 'too-large'
        | 'broken-off';
      readonly milliseconds: number;
    };

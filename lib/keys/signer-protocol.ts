import type { CheckpointFacts } from '../domain/audit-anchor.ts';
import type { KeyKind, KeyProtection, KeyProtectionMode } from '../domain/entities.ts';
import type { ErrorCode, FieldError } from '../domain/errors.ts';
import type { KeyAlgorithm, SignatureScheme } from '../pki/types.ts';

/** The one narrow protocol between the main process and the signer, over the inherited IPC channel. Octets are Uint8Array. */

export interface WireKey {
  readonly id: string;
  readonly kind: KeyKind;
  readonly algorithm: KeyAlgorithm;
  readonly spkiSha256: string;
  readonly wrapped: Uint8Array;
}

export type SignerRequest =
  | {
      readonly verb: 'initialise';
      readonly instanceId: string;
      readonly mode: KeyProtectionMode;
      readonly passphrase: string | null;
    }
  | {
      readonly verb: 'unseal';
      readonly instanceId: string;
      readonly protection: KeyProtection;
      readonly passphrase: string | null;
    }
  | {
      /** Answered with the new envelope of the same key-encryption key. */
      readonly verb: 'protectAnew';
      readonly instanceId: string;
      readonly protection: KeyProtection;
      readonly passphrase: string | null;
      readonly mode: KeyProtectionMode;
      readonly newPassphrase: string | null;
    }
  /** After the envelope that needed it is gone. */
  | { readonly verb: 'removeKeyFile' }
  | { readonly verb: 'generateKey'; readonly keyId: string; readonly kind: KeyKind; readonly algorithm: KeyAlgorithm }
  | {
      readonly verb: 'generateKeys';
      readonly keyIds: readonly string[];
      readonly kind: KeyKind;
      readonly algorithm: KeyAlgorithm;
    }
  | {
      readonly verb: 'signCertificates';
      readonly key: WireKey;
      readonly signatureScheme: SignatureScheme;
      readonly tbsDers: readonly Uint8Array[];
      readonly issuerChain: readonly Uint8Array[];
    }
  | {
      readonly verb: 'signCertificate';
      readonly key: WireKey;
      readonly signatureScheme: SignatureScheme;
      readonly tbsDer: Uint8Array;
      readonly issuerChain: readonly Uint8Array[];
    }
  | {
      readonly verb: 'signCrl';
      readonly key: WireKey;
      readonly signatureScheme: SignatureScheme;
      readonly tbsDer: Uint8Array;
      readonly issuerChain: readonly Uint8Array[];
    }
  | {
      /** Answered with the signature, or with the names of the pieces that the signer does not hold. */
      readonly verb: 'signLongCrl';
      readonly key: WireKey;
      readonly signatureScheme: SignatureScheme;
      readonly head: Uint8Array;
      readonly pieceNames: readonly string[];
      readonly tail: Uint8Array;
      readonly issuerChain: readonly Uint8Array[];
    }
  | {
      /** Answered with a signature for each, or with the reason why that one was refused. */
      readonly verb: 'signOcspResponses';
      readonly key: WireKey;
      readonly responseDataDers: readonly Uint8Array[];
      readonly responderCertificateDer: Uint8Array;
    }
  | {
      /** The signer puts its own instance into the text. Answered with the text and its signature. */
      readonly verb: 'signCheckpoint';
      readonly key: WireKey;
      readonly checkpoint: Omit<CheckpointFacts, 'type' | 'instance'>;
    }
  | {
      readonly verb: 'importKey';
      readonly keyId: string;
      readonly kind: KeyKind;
      readonly pkcs8Der: Uint8Array;
      readonly spkiDer: Uint8Array;
    }
  | {
      readonly verb: 'signRequest';
      readonly key: WireKey;
      readonly signatureScheme: SignatureScheme;
      readonly infoDer: Uint8Array;
    }
  /** An authority's key under a passphrase, for a file that leaves this machine. */
  | { readonly verb: 'sealKey'; readonly key: WireKey; readonly passphrase: string }
  /** Whether a sealed file opens and holds this very key; nothing is kept. */
  | { readonly verb: 'checkSealedKey'; readonly key: WireKey; readonly sealed: string; readonly passphrase: string }
  | { readonly verb: 'beginCeremony'; readonly key: WireKey; readonly sealed: string; readonly passphrase: string }
  | { readonly verb: 'endCeremony'; readonly keyId: string }
  | { readonly verb: 'ceremonies' }
  /** Drops what was opened of a key that is to be nowhere but in its file. */
  | { readonly verb: 'forgetKey'; readonly keyId: string }
  | { readonly verb: 'exportEndEntityKey'; readonly key: WireKey }
  | { readonly verb: 'exportEndEntityKeys'; readonly keys: readonly WireKey[] };

export type SignerAnswer =
  | KeyProtection
  | WrappedKey
  | SignedCheckpoint
  | readonly WrappedKey[]
  | readonly (Uint8Array | string)[]
  | readonly OpenCeremony[]
  | Uint8Array
  | string
  | null;

export interface OpenCeremony {
  readonly keyId: string;
  /** Whole seconds until the signer forgets the key. */
  readonly secondsLeft: number;
}

export interface WrappedKey {
  readonly spkiDer: Uint8Array;
  readonly wrapped: Uint8Array;
}

export interface SignedCheckpoint {
  readonly text: string;
  readonly signature: Uint8Array;
}

export interface SignerCall {
  readonly call: number;
  readonly request: SignerRequest;
}
export type SignerReply =
  | { readonly call: number; readonly ok: true; readonly answer: SignerAnswer }
  | {
      readonly call: number;
      readonly ok: false;
      readonly code: ErrorCode;
      readonly detail: string;
      readonly fields: readonly FieldError[];
      readonly reason: string;
    };
/** Sent once, when the process listens. */
export interface SignerReady {
  readonly ready: true;
}

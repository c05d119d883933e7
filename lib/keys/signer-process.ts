import { constants, createHash, createPrivateKey, type KeyObject, sign as signOctets } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { KeyKind } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { type SignatureAlgorithm, signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { Ceremonies } from './ceremonies.ts';
import { checkpointText } from './checkpoint-text.ts';
import { signLongCrl } from './crl-signing.ts';
import { generatePrivateKey } from './generate-key.ts';
import {
  requireResponder,
  requireSignableCertificate,
  requireSignableCrl,
  requireSignableRequest,
  requireSignableResponseData,
} from './hard-rules.ts';
import { HeldPieces } from './held-pieces.ts';
import { createKeyEncryptionKey, openKeyEncryptionKey, protectAnew, removeKeyFile } from './key-encryption-key.ts';
import { openSealedKey, sealKey } from './sealed-key.ts';
import type {
  SignedCheckpoint,
  SignerAnswer,
  SignerCall,
  SignerReply,
  SignerRequest,
  WireKey,
  WrappedKey,
} from './signer-protocol.ts';
import { spkiSha256Of, unwrapPrivateKey, wrapPrivateKey } from './wrapped-key.ts';

/**
 * The signer: the only process that ever holds an unwrapped key. It has no database, no listener and no file but the
 * key file; it answers calls on the IPC channel it was born with and leaves when that channel closes. Pieces of
 * long lists come over `pieceChannel`.
 */
export function runSigner(keyFilePath: string, pieceChannel: Duplex): void {
  const pieces = new HeldPieces();
  pieces.serve(pieceChannel);
  const signer = new SignerState(keyFilePath, pieces);
  process.on('message', (message) => {
    const { call, request } = message as SignerCall;
    signer
      .answer(request)
      .then((answer): SignerReply => ({ call, ok: true, answer }))
      .catch((error): SignerReply => refusal(call, error))
      .then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit(0));
  // Signals go to the whole foreground group; the main process decides when the signer ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.send?.({ ready: true });
}

class SignerState {
  readonly #keyFilePath: string;
  #instanceId = '';
  #lastCheckpoint = 0;
  #keyEncryptionKey: Buffer | null = null;
  readonly #opened = new Map<string, { readonly keyId: string; readonly key: KeyObject }>();
  readonly #ceremonies = new Ceremonies();
  readonly #pieces: HeldPieces;

  constructor(keyFilePath: string, pieces: HeldPieces) {
    this.#keyFilePath = keyFilePath;
    this.#pieces = pieces;
  }

  async answer(request: SignerRequest): Promise<SignerAnswer> {
    switch (request.verb) {
      case 'initialise': {
        const made = createKeyEncryptionKey(request.mode, {
          instanceId: request.instanceId,
          keyFilePath: this.#keyFilePath,
          passphrase: request.passphrase,
        });
        this.#hold(request.instanceId, made.key);
        return made.protection;
      }
      case 'unseal': {
        this.#hold(
          request.instanceId,
          openKeyEncryptionKey(request.protection, {
            instanceId: request.instanceId,
            keyFilePath: this.#keyFilePath,
            passphrase: request.passphrase,
          }),
        );
        return null;
      }
      case 'protectAnew':
        return protectAnew(
          request.protection,
          { instanceId: request.instanceId, keyFilePath: this.#keyFilePath, passphrase: request.passphrase },
          { mode: request.mode, passphrase: request.newPassphrase },
        );
      case 'removeKeyFile':
        removeKeyFile(this.#keyFilePath);
        return null;
      case 'generateKey':
        return this.#makeKey(request.keyId, request.kind, request.algorithm);
      case 'generateKeys': {
        const { kind, algorithm } = request;
        return Promise.all(request.keyIds.map((keyId) => this.#makeKey(keyId, kind, algorithm)));
      }
      case 'signCertificates': {
        const algorithm = signatureAlgorithmFor(request.key.algorithm, request.signatureScheme);
        for (const tbsDer of request.tbsDers)
          requireSignableCertificate(request.key, algorithm, tbsDer, request.issuerChain);
        return request.tbsDers.map((tbsDer) => this.#sign(request.key, algorithm, tbsDer));
      }
      case 'signCertificate': {
        const algorithm = signatureAlgorithmFor(request.key.algorithm, request.signatureScheme);
        requireSignableCertificate(request.key, algorithm, request.tbsDer, request.issuerChain);
        return this.#sign(request.key, algorithm, request.tbsDer);
      }
      case 'signCrl': {
        const algorithm = signatureAlgorithmFor(request.key.algorithm, request.signatureScheme);
        requireSignableCrl(request.key, algorithm, request.tbsDer, request.issuerChain);
        return this.#sign(request.key, algorithm, request.tbsDer);
      }
      case 'signLongCrl': {
        const algorithm = signatureAlgorithmFor(request.key.algorithm, request.signatureScheme);
        return signLongCrl(request, this.#pieces, algorithm, () => this.#open(request.key));
      }
      case 'signOcspResponses': {
        const algorithm = signatureAlgorithmFor(request.key.algorithm);
        requireResponder(request.key, request.responderCertificateDer);
        const opened = this.#open(request.key);
        return request.responseDataDers.map((responseDataDer) => {
          try {
            requireSignableResponseData(responseDataDer);
          } catch (error) {
            return error instanceof Error ? error.message : String(error);
          }
          return signWith(opened, algorithm, responseDataDer);
        });
      }
      case 'signCheckpoint':
        return this.#signCheckpoint(request);
      case 'importKey':
        return this.#importKey(request);
      case 'signRequest': {
        const algorithm = signatureAlgorithmFor(request.key.algorithm, request.signatureScheme);
        requireSignableRequest(request.key, request.infoDer);
        return this.#sign(request.key, algorithm, request.infoDer);
      }
      case 'sealKey':
        return this.#seal(request.key, request.passphrase);
      case 'checkSealedKey': {
        this.#unsealed();
        (await openSealedKey(request.sealed, request.passphrase, this.#identity(request.key))).fill(0);
        return null;
      }
      case 'beginCeremony': {
        this.#unsealed();
        const pkcs8 = await openSealedKey(request.sealed, request.passphrase, this.#identity(request.key));
        this.#ceremonies.begin(request.key, createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
        pkcs8.fill(0);
        return null;
      }
      case 'endCeremony':
        this.#ceremonies.end(request.keyId);
        return null;
      case 'ceremonies':
        return this.#ceremonies.list();
      case 'forgetKey':
        for (const [name, { keyId }] of this.#opened) if (keyId === request.keyId) this.#opened.delete(name);
        return null;
      case 'exportEndEntityKey':
        return this.#export(request.key);
      case 'exportEndEntityKeys':
        return request.keys.map((key) => this.#export(key));
      default:
        throw new CountersignError('internal', `The signer knows no verb "${(request as { verb: string }).verb}".`);
    }
  }

  #export(key: WireKey): Uint8Array {
    if (key.kind !== 'endEntity')
      throw new CountersignError('forbidden', 'Keys of authorities and responders never leave the signer.');
    return unwrapPrivateKey(key.wrapped, this.#identity(key), this.#unsealed());
  }

  /** Only such texts are signed with that key, of this instance, and none that goes back behind one that was signed. */
  #signCheckpoint({ key, checkpoint }: Extract<SignerRequest, { verb: 'signCheckpoint' }>): SignedCheckpoint {
    if (key.kind !== 'audit' || key.algorithm !== 'Ed25519')
      throw new CountersignError(
        'internal',
        'The signer refused: this key is not for checkpoints. Nothing was signed.',
      );
    if (checkpoint.seq <= this.#lastCheckpoint)
      throw new CountersignError('internal', 'The signer refused: the log went back. Nothing was signed.');
    const text = checkpointText({ ...checkpoint, instance: this.#instanceId });
    const signature = this.#sign(key, signatureAlgorithmFor('Ed25519'), Buffer.from(text, 'utf8'));
    this.#lastCheckpoint = checkpoint.seq;
    return { text, signature };
  }

  /** The public key is derived from the private one: what the main process says about it only has to agree. */
  #importKey(request: Extract<SignerRequest, { verb: 'importKey' }>): WrappedKey {
    const { keyId, kind, spkiDer } = request;
    const pkcs8 = Buffer.from(request.pkcs8Der.buffer, request.pkcs8Der.byteOffset, request.pkcs8Der.byteLength);
    try {
      const spkiSha256 = spkiSha256Of(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
      if (spkiSha256 !== createHash('sha256').update(spkiDer).digest('hex'))
        throw new CountersignError(
          'validation-failed',
          'The private key does not belong to the certificate. Nothing was stored; choose the key of this certificate.',
        );
      const identity = { instanceId: this.#instanceId, keyId, kind, spkiSha256 };
      return { spkiDer, wrapped: wrapPrivateKey(pkcs8, identity, this.#unsealed()) };
    } finally {
      pkcs8.fill(0);
    }
  }

  async #seal(key: WireKey, passphrase: string): Promise<string> {
    if (key.kind !== 'authority')
      throw new CountersignError('forbidden', 'Only the key of an authority is sealed into a file.');
    const pkcs8 = unwrapPrivateKey(key.wrapped, this.#identity(key), this.#unsealed());
    try {
      return await sealKey(pkcs8, passphrase, this.#identity(key), key.algorithm);
    } finally {
      pkcs8.fill(0);
    }
  }

  async #makeKey(keyId: string, kind: KeyKind, algorithm: KeyAlgorithm): Promise<WrappedKey> {
    const made = await generatePrivateKey(algorithm);
    const spkiSha256 = createHash('sha256').update(made.spkiDer).digest('hex');
    const identity = { instanceId: this.#instanceId, keyId, kind, spkiSha256 };
    try {
      return { spkiDer: made.spkiDer, wrapped: wrapPrivateKey(made.pkcs8Der, identity, this.#unsealed()) };
    } finally {
      made.pkcs8Der.fill(0);
    }
  }

  #sign(key: WireKey, algorithm: SignatureAlgorithm, octets: Uint8Array): Uint8Array {
    return signWith(this.#open(key), algorithm, octets);
  }

  /** The AAD check runs at every first use; afterwards the opened key stays, named by the octets it came from. */
  #open(key: WireKey): KeyObject {
    const unsealed = this.#unsealed();
    const inCeremony = this.#ceremonies.key(key);
    if (inCeremony) return inCeremony;
    if (key.wrapped.length === 0)
      throw new CountersignError(
        'authority-not-usable',
        'The key is offline. Begin a ceremony with its sealed file, then try again.',
      );
    const name = createHash('sha256')
      .update(`${key.id}|${key.kind}|${key.spkiSha256}|`)
      .update(key.wrapped)
      .digest('hex');
    const present = this.#opened.get(name);
    if (present) return present.key;
    const pkcs8 = unwrapPrivateKey(key.wrapped, this.#identity(key), unsealed);
    const opened = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    pkcs8.fill(0);
    if (this.#opened.size > 100) this.#opened.clear();
    this.#opened.set(name, { keyId: key.id, key: opened });
    return opened;
  }

  #identity(key: WireKey) {
    return { instanceId: this.#instanceId, keyId: key.id, kind: key.kind, spkiSha256: key.spkiSha256 };
  }

  #unsealed(): Buffer {
    if (!this.#keyEncryptionKey)
      throw new CountersignError(
        'sealed',
        'The keys are sealed. An operator must unseal them before anything can be signed.',
        { retryAfterSeconds: 60 },
      );
    return this.#keyEncryptionKey;
  }

  #hold(instanceId: string, key: Buffer): void {
    this.#keyEncryptionKey?.fill(0);
    this.#opened.clear();
    this.#ceremonies.endAll();
    this.#instanceId = instanceId;
    this.#keyEncryptionKey = key;
  }
}

function signWith(opened: KeyObject, { digest, padding }: SignatureAlgorithm, octets: Uint8Array): Uint8Array {
  const type: string | undefined = opened.asymmetricKeyType;
  // OpenSSL would sign with PSS under a name that says PKCS#1. That a PSS key is used with another digest, it refuses itself.
  if (padding === null && type === 'rsa-pss')
    throw new CountersignError('internal', 'The signer refused: the key is for RSA-PSS only. Nothing was signed.');
  if (padding === null) return signOctets(digest, octets, opened);
  return signOctets(digest, octets, {
    key: opened,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
}

function refusal(call: number, error: unknown): SignerReply {
  if (error instanceof CountersignError)
    return {
      call,
      ok: false,
      code: error.code,
      detail: error.detail,
      fields: error.fields,
      reason: error.cause instanceof Error ? error.cause.message : '',
    };
  return {
    call,
    ok: false,
    code: 'internal',
    detail: 'The signer refused what it was given. Nothing was signed.',
    fields: [],
    reason: error instanceof Error ? error.message : String(error),
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { CrlPiece, KeyProtection, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Log, SealState, Signer } from '../domain/ports.ts';
import type { SubjectPublicKeyInfoDer } from '../pki/types.ts';
import { OcspBatches, type OcspSigning, type OcspSignings } from './ocsp-batches.ts';
import { PIECE_CHANNEL, PieceChannel } from './piece-channel.ts';
import type {
  OpenCeremony,
  SignedCheckpoint,
  SignerAnswer,
  SignerCall,
  SignerReady,
  SignerReply,
  SignerRequest,
  WireKey,
  WrappedKey,
} from './signer-protocol.ts';

/**
 * The main process's end of the signer. A signer that dies fails the calls it had at once, is started again, and opens
 * its keys again by itself where a key file allows it; with a passphrase it stays sealed until an operator unseals.
 */
export function startSigner(args: { entryFile: string; keyFilePath: string; log: Log }): SignerHandle {
  const client = new SignerClient(args);
  const ocspBatches = new OcspBatches(async (batch) => {
    const { key, responderCertificateDer } = batch[0] as OcspSigning;
    const responseDataDers = batch.map(({ responseDataDer }) => responseDataDer);
    return (await client.call({
      verb: 'signOcspResponses',
      key: wireKey(key),
      responseDataDers,
      responderCertificateDer,
    })) as OcspSignings;
  });
  return {
    processId: () => client.processId(),
    awaitPassphrase: () => client.awaitPassphrase(),
    state: () => client.state(),
    initialise: async (call) => {
      const protection = (await client.call({ verb: 'initialise', ...call })) as KeyProtection;
      client.remember(call.instanceId, protection);
      return protection;
    },
    unseal: async (call) => {
      await client.call({ verb: 'unseal', ...call });
      client.remember(call.instanceId, call.protection);
    },
    protectAnew: async (call) => (await client.call({ verb: 'protectAnew', ...call })) as KeyProtection,
    protectionChanged: async ({ instanceId, protection }) => {
      client.rememberProtection(instanceId, protection);
      if (protection.mode === 'passphrase') await client.call({ verb: 'removeKeyFile' });
    },
    generateKey: async (call) => {
      const made = (await client.call({ verb: 'generateKey', ...call })) as {
        spkiDer: SubjectPublicKeyInfoDer;
        wrapped: Uint8Array;
      };
      return { spkiDer: made.spkiDer, wrapped: made.wrapped };
    },
    generateKeys: async (call) =>
      (await client.call({ verb: 'generateKeys', ...call })) as readonly {
        spkiDer: SubjectPublicKeyInfoDer;
        wrapped: Uint8Array;
      }[],
    signCertificates: async ({ key, signatureScheme, tbsDers, issuerChain }) =>
      (await client.call({
        verb: 'signCertificates',
        key: wireKey(key),
        signatureScheme,
        tbsDers,
        issuerChain,
      })) as readonly Uint8Array[],
    signCertificate: async ({ key, signatureScheme, tbsDer, issuerChain }) =>
      (await client.call({
        verb: 'signCertificate',
        key: wireKey(key),
        signatureScheme,
        tbsDer,
        issuerChain,
      })) as Uint8Array,
    signCrl: async ({ key, signatureScheme, tbsDer, issuerChain }) =>
      (await client.call({ verb: 'signCrl', key: wireKey(key), signatureScheme, tbsDer, issuerChain })) as Uint8Array,
    signLongCrl: async ({ key, signatureScheme, tbs, issuerChain }) => {
      const { head, pieces, tail } = tbs;
      const pieceNames = pieces.map(({ name }) => name);
      await client.piecesSettled();
      for (let attempt = 1; attempt <= MOST_SENDINGS; attempt += 1) {
        const request = { verb: 'signLongCrl', key: wireKey(key), signatureScheme, head, pieceNames, tail } as const;
        const answer = await client.call({ ...request, issuerChain });
        if (answer instanceof Uint8Array) return answer;
        const missing = new Set(answer as readonly string[]);
        await client.sendPieces(pieces.filter(({ name }) => missing.has(name)));
      }
      throw unavailable('The signer did not keep all pieces of the list. Nothing was signed; try again.');
    },
    offerCrlPieces: (pieces) => client.sendPieces(pieces),
    signOcspResponse: (signing) => ocspBatches.sign(signing),
    signCheckpoint: async ({ key, checkpoint }) =>
      (await client.call({ verb: 'signCheckpoint', key: wireKey(key), checkpoint })) as SignedCheckpoint,
    importKey: async (call) => {
      const { wrapped } = (await client.call({ verb: 'importKey', ...call })) as WrappedKey;
      return { wrapped };
    },
    signRequest: async ({ key, signatureScheme, infoDer }) =>
      (await client.call({ verb: 'signRequest', key: wireKey(key), signatureScheme, infoDer })) as Uint8Array,
    sealKey: async ({ key, passphrase }) =>
      (await client.call({ verb: 'sealKey', key: wireKey(key), passphrase })) as string,
    checkSealedKey: async ({ key, sealed, passphrase }) => {
      await client.call({ verb: 'checkSealedKey', key: wireKey(key), sealed, passphrase });
    },
    beginCeremony: async ({ key, sealed, passphrase }) => {
      await client.call({ verb: 'beginCeremony', key: wireKey(key), sealed, passphrase });
    },
    endCeremony: async ({ keyId }) => {
      await client.call({ verb: 'endCeremony', keyId });
    },
    ceremonies: async () => (await client.call({ verb: 'ceremonies' })) as readonly OpenCeremony[],
    forgetKey: async ({ keyId }) => {
      await client.call({ verb: 'forgetKey', keyId });
    },
    exportEndEntityKey: async ({ key }) =>
      (await client.call({ verb: 'exportEndEntityKey', key: wireKey(key) })) as Uint8Array,
    exportEndEntityKeys: async ({ keys }) =>
      (await client.call({ verb: 'exportEndEntityKeys', keys: keys.map(wireKey) })) as readonly Uint8Array[],
    close: () => client.close(),
  };
}

export interface SignerHandle extends Signer {
  /** Null between a crash and the restart. */
  processId(): number | null;
  /** Says that keys exist and wait for an operator's passphrase. */
  awaitPassphrase(): void;
}

interface Pending {
  readonly resolve: (answer: SignerAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

class SignerClient {
  readonly #args: { entryFile: string; keyFilePath: string; log: Log };
  #child: ChildProcess | null = null;
  #ready: Promise<ChildProcess> | null = null;
  #pending = new Map<number, Pending>();
  #nextCall = 1;
  #closing = false;
  #pieceChannel: PieceChannel | null = null;
  readonly #sending = new Set<Promise<unknown>>();
  #sealState: SealState = 'uninitialised';
  #known: { instanceId: string; protection: KeyProtection } | null = null;

  constructor(args: { entryFile: string; keyFilePath: string; log: Log }) {
    this.#args = args;
  }

  processId(): number | null {
    return this.#child?.pid ?? null;
  }

  async state(): Promise<SealState> {
    return this.#sealState;
  }

  awaitPassphrase(): void {
    this.#sealState = 'sealed';
  }

  remember(instanceId: string, protection: KeyProtection): void {
    this.rememberProtection(instanceId, protection);
    this.#sealState = 'unsealed';
  }

  /** What opens the keys when the signer has to be started again. */
  rememberProtection(instanceId: string, protection: KeyProtection): void {
    this.#known = { instanceId, protection };
  }

  async call(request: SignerRequest): Promise<SignerAnswer> {
    if (this.#closing) throw unavailable('The program is stopping.');
    const child = await this.#started();
    return this.#send(child, request);
  }

  /** Throws `signer-unavailable`, and `internal` when the signer refuses one. */
  async sendPieces(pieces: readonly CrlPiece[]): Promise<void> {
    await this.#started();
    const channel = this.#pieceChannel;
    const sent = Promise.all(pieces.map(({ octets }) => channel?.send(octets)));
    this.#sending.add(sent);
    try {
      if ((await sent).some((isHeld) => isHeld !== true))
        throw new CountersignError('internal', 'The signer refused a piece of the list. Nothing was signed.');
    } catch (error) {
      if (error instanceof CountersignError) throw error;
      throw unavailable('The signer stopped while it worked on this. It is being started again; try again.', error);
    } finally {
      this.#sending.delete(sent);
    }
  }

  /** What is on its way has come, or was lost. */
  async piecesSettled(): Promise<void> {
    await Promise.allSettled(this.#sending);
  }

  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
    await gone;
    clearTimeout(timer);
  }

  #started(): Promise<ChildProcess> {
    this.#ready ??= this.#start().catch((error) => {
      this.#ready = null;
      throw error;
    });
    return this.#ready;
  }

  async #start(): Promise<ChildProcess> {
    // An empty environment and no inherited flags: nothing of the main process's configuration, and no inspector.
    const child = fork(this.#args.entryFile, [this.#args.keyFilePath], {
      serialization: 'advanced',
      // The last one is the channel of pieces.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc', 'overlapped'],
      env: { NODE_ENV: 'production' },
      execArgv: ['--disable-warning=ExperimentalWarning', '--disable-sigusr1'],
    });
    this.#child = child;
    this.#pieceChannel = new PieceChannel(child.stdio[PIECE_CHANNEL] as Duplex);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(unavailable('The signer did not start within 20 seconds.')), 20_000);
      child.once('message', (message) => {
        clearTimeout(timer);
        if ((message as SignerReady).ready) resolve();
        else reject(unavailable('The signer did not start.'));
      });
      child.once('exit', () => {
        clearTimeout(timer);
        reject(unavailable('The signer did not start.'));
      });
    });
    child.on('message', (message) => this.#settle(message as SignerReply));
    child.on('exit', (code, signal) => this.#lost(child, code, signal));
    child.on('error', (error) => this.#args.log.error({ error }, 'the signer reported an error'));
    const known = this.#known;
    if (known?.protection.mode === 'key-file')
      await this.#send(child, {
        verb: 'unseal',
        instanceId: known.instanceId,
        protection: known.protection,
        passphrase: null,
      });
    else if (known) this.#sealState = 'sealed';
    return child;
  }

  #send(child: ChildProcess, request: SignerRequest): Promise<SignerAnswer> {
    const call = this.#nextCall++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(call);
        reject(unavailable('The signer did not answer in time. Nothing was handed out; try again.'));
      }, SECONDS[request.verb] * 1_000);
      this.#pending.set(call, { resolve, reject, timer });
      const message: SignerCall = { call, request };
      child.send(message, (error) => {
        if (!error) return;
        const fail = () =>
          this.#fail(call, unavailable('The signer stopped. It is being started again; try again.', error));
        // Only once its end is known does the next call find another one.
        if (child.exitCode !== null || child.signalCode !== null) return fail();
        child.once('exit', fail);
        child.kill('SIGKILL');
      });
    });
  }

  #settle(reply: SignerReply): void {
    const pending = this.#pending.get(reply.call);
    if (!pending) return;
    this.#pending.delete(reply.call);
    clearTimeout(pending.timer);
    if (reply.ok) {
      pending.resolve(reply.answer);
      return;
    }
    const cause = reply.reason ? new Error(reply.reason) : undefined;
    pending.reject(new CountersignError(reply.code, reply.detail, { fields: reply.fields, cause }));
  }

  #fail(call: number, error: Error): void {
    const pending = this.#pending.get(call);
    if (!pending) return;
    this.#pending.delete(call);
    clearTimeout(pending.timer);
    pending.reject(error);
  }

  #lost(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#ready = null;
    for (const call of [...this.#pending.keys()])
      this.#fail(
        call,
        unavailable('The signer stopped while it worked on this. It is being started again; try again.'),
      );
    if (this.#closing) return;
    if (this.#known?.protection.mode === 'passphrase') this.#sealState = 'sealed';
    this.#args.log.error({ code, signal }, 'the signer stopped unexpectedly; starting it again');
    this.#started().catch((error) => this.#args.log.error({ error }, 'the signer could not be started again'));
  }
}

function wireKey(key: StoredKey): WireKey {
  return { id: key.id, kind: key.kind, algorithm: key.algorithm, spkiSha256: key.spkiSha256, wrapped: key.wrapped };
}

function unavailable(detail: string, cause?: unknown): CountersignError {
  return new CountersignError('signer-unavailable', detail, { retryAfterSeconds: 2, cause });
}

/** A piece may be pushed out by those of other lists in between. */
const MOST_SENDINGS = 4;

/** How long the main process waits. Passphrase derivation and RSA-4096 generation are slow by nature. */
const SECONDS = {
  initialise: 60,
  unseal: 60,
  protectAnew: 60,
  removeKeyFile: 10,
  generateKey: 120,
  // 250 RSA keys of 4,096 bits take minutes.
  generateKeys: 1_200,
  signCertificate: 10,
  signCertificates: 60,
  signCheckpoint: 10,
  signCrl: 60,
  signLongCrl: 60,
  signOcspResponses: 10,
  importKey: 10,
  signRequest: 10,
  sealKey: 120,
  checkSealedKey: 120,
  beginCeremony: 120,
  endCeremony: 10,
  ceremonies: 10,
  forgetKey: 10,
  exportEndEntityKey: 10,
  exportEndEntityKeys: 60,
} as const satisfies Record<SignerRequest['verb'], number>;

/** From the octets on the wire to the messages in them: records, their protection, and handshake messages across records. RFC 8446 §5, RFC 5246 §6 */
import { type DecodedMessage, decodeAlert, decodeHandshake, isRetry, type MessageFacts } from './decode-message.ts';
import { KeyLog, Opener13, openers12, type RecordOpener } from './record-keys.ts';
import { CONTENT_TYPES, nameOf, protectionOf, type SuiteProtection } from './registry.ts';
import type { TlsField } from './tls-reader.ts';
import { refuseLongTranscript, type TlsEnd, type TlsTranscript } from './transcript.ts';

/** One record as it went over the wire. */
export interface TlsRecord {
  readonly from: TlsEnd;
  /** Milliseconds since the connection was opened, when its last octet came. */
  readonly at: number;
  /** Octets on the wire, header included. */
  readonly octets: number;
  readonly isEncrypted: boolean;
}

export interface TlsMessage {
  readonly from: TlsEnd;
  readonly at: number;
  readonly kind: 'handshake' | 'alert' | 'change_cipher_spec' | 'application_data' | 'unreadable';
  /** `ClientHello`, `Alert: unknown_ca`, `Application data`. */
  readonly name: string;
  readonly summary: string;
  readonly isEncrypted: boolean;
  /** The message itself, plaintext, handshake header included. */
  readonly octets: Uint8Array;
  readonly fields: readonly TlsField[];
  readonly facts: MessageFacts | null;
  /** Positions of its records. */
  readonly records: readonly number[];
  /** Why it could not be read whole; null when it was. */
  readonly problem: string | null;
}

export interface TlsReading {
  readonly records: readonly TlsRecord[];
  /** In the order in which their last octet came. */
  readonly messages: readonly TlsMessage[];
  /** As the ServerHello chose; null before it. */
  readonly version: number | null;
  readonly cipherSuite: number | null;
  /** Of the key exchange. */
  readonly group: number | null;
  /** Octets of a direction that ended within a record or message. */
  readonly unfinished: { readonly client: number; readonly server: number };
}

/** Reads all of it; what cannot be read or opened is among the messages as such. Throws `too-large` only. */
export function readTranscript(transcript: TlsTranscript): TlsReading {
  refuseLongTranscript(transcript.chunks);
  const session = new Session(new KeyLog(transcript.keylog));
  for (const chunk of transcript.chunks) session.add(chunk.from, chunk.at, chunk.data);
  return session.reading();
}

interface Direction {
  wire: Uint8Array;
  opener: RecordOpener | null;
  /** Records count as encrypted from here on, whether or not they can be opened. */
  isProtected: boolean;
  /** Plaintext of handshake records that is no whole message yet, and the records it is from. */
  partial: Uint8Array;
  partialRecords: number[];
  isBroken: boolean;
}

class Session {
  readonly #keylog: KeyLog;
  readonly #records: TlsRecord[] = [];
  readonly #messages: TlsMessage[] = [];
  readonly #ends: Readonly<Record<TlsEnd, Direction>> = { client: newDirection(), server: newDirection() };
  #version: number | null = null;
  #cipherSuite: number | null = null;
  #group: number | null = null;
  #protection: SuiteProtection | null = null;
  #clientRandom: Uint8Array | null = null;
  #serverRandom: Uint8Array | null = null;

  constructor(keylog: KeyLog) {
    this.#keylog = keylog;
  }

  add(from: TlsEnd, at: number, data: Uint8Array): void {
    const end = this.#ends[from];
    end.wire = end.wire.length === 0 ? data : Buffer.concat([end.wire, data]);
    while (end.wire.length >= HEADER && !end.isBroken) {
      const type = end.wire[0] as number;
      const length = ((end.wire[3] as number) << 8) | (end.wire[4] as number);
      if (CONTENT_TYPES[type] === undefined || end.wire[1] !== 3 || length > MAX_RECORD) {
        end.isBroken = true;
        this.#unreadable(from, at, end.wire, false, [], 'These octets are no TLS record.');
        end.wire = NOTHING;
        return;
      }
      if (end.wire.length < HEADER + length) return;
      const header = end.wire.subarray(0, HEADER);
      const body = end.wire.subarray(HEADER, HEADER + length);
      end.wire = end.wire.subarray(HEADER + length);
      this.#record(from, at, header, body);
    }
  }

  reading(): TlsReading {
    const left = ({ wire, partial }: Direction) => wire.length + partial.length;
    return {
      records: this.#records,
      messages: this.#messages,
      version: this.#version,
      cipherSuite: this.#cipherSuite,
      group: this.#group,
      unfinished: { client: left(this.#ends.client), server: left(this.#ends.server) },
    };
  }

  #record(from: TlsEnd, at: number, header: Uint8Array, body: Uint8Array): void {
    const end = this.#ends[from];
    const outer = header[0] as number;
    // In TLS 1.3 only what says application_data outside is encrypted; in TLS 1.2 all behind ChangeCipherSpec is.
    const isEncrypted = end.isProtected && (this.#version !== 0x0304 || outer === APPLICATION_DATA);
    const number = this.#records.push({ from, at, octets: HEADER + body.length, isEncrypted }) - 1;
    if (!isEncrypted) {
      this.#content(from, at, outer, body, false, number);
      return;
    }
    const opened = end.opener?.open(header, body) ?? null;
    if (opened === null) {
      const why = end.opener ? 'It does not open with the secrets of this session.' : 'There is no secret to open it.';
      this.#unreadable(from, at, body, true, [number], why);
    } else this.#content(from, at, opened.type, opened.plaintext, true, number);
  }

  #content(from: TlsEnd, at: number, type: number, data: Uint8Array, isEncrypted: boolean, record: number): void {
    const shared = { from, at, isEncrypted, octets: data, records: [record] };
    if (type === HANDSHAKE) this.#handshake(from, at, data, isEncrypted, record);
    else if (type === ALERT) this.#push({ ...shared, kind: 'alert', ...decodeAlert(data) });
    else if (type === CHANGE_CIPHER_SPEC) {
      this.#push({
        ...shared,
        kind: 'change_cipher_spec',
        ...plain('ChangeCipherSpec', data, 'type', 'change_cipher_spec (1)'),
      });
      if (this.#version !== 0x0304) this.#protect12(from);
    } else if (type === APPLICATION_DATA)
      this.#push({
        ...shared,
        kind: 'application_data',
        ...plain('Application data', data, 'data', `${data.length} octets`),
      });
    else this.#unreadable(from, at, data, isEncrypted, [record], `Its type is ${nameOf(CONTENT_TYPES, type, 2)}.`);
  }

  #handshake(from: TlsEnd, at: number, data: Uint8Array, isEncrypted: boolean, record: number): void {
    const end = this.#ends[from];
    end.partial = end.partial.length === 0 ? data : Buffer.concat([end.partial, data]);
    end.partialRecords.push(record);
    while (end.partial.length >= 4) {
      const [, high, middle, low] = end.partial as unknown as [number, number, number, number];
      const length = 4 + ((high << 16) | (middle << 8) | low);
      if (length > end.partial.length) return;
      const octets = end.partial.subarray(0, length);
      end.partial = end.partial.subarray(length);
      const decoded = decodeHandshake(octets, { version: this.#version, cipherSuite: this.#cipherSuite });
      const records = [...end.partialRecords];
      end.partialRecords = end.partial.length > 0 ? [record] : [];
      this.#push({ from, at, kind: 'handshake', isEncrypted, octets, records, ...decoded });
      this.#follow(from, octets[0] as number, decoded, octets);
    }
  }

  /** What a message changes for those behind it. */
  #follow(from: TlsEnd, type: number, { facts }: DecodedMessage, octets: Uint8Array): void {
    if (type === CLIENT_HELLO && from === 'client') this.#clientRandom ??= facts.random;
    if (type === SERVER_HELLO && from === 'server') this.#chosen(facts);
    if (facts.selectedGroup !== null && from === 'server') this.#group = facts.selectedGroup;
    if (this.#version !== 0x0304) return;
    if (type === FINISHED)
      this.#open13(from, from === 'client' ? 'CLIENT_TRAFFIC_SECRET_0' : 'SERVER_TRAFFIC_SECRET_0');
    if (type === KEY_UPDATE && octets.length === 5) {
      const { opener } = this.#ends[from];
      if (opener instanceof Opener13) this.#ends[from].opener = opener.next();
    }
  }

  #chosen(facts: MessageFacts): void {
    this.#version = facts.version;
    this.#cipherSuite = facts.cipherSuite;
    this.#serverRandom = facts.random;
    this.#protection = facts.cipherSuite === null ? null : protectionOf(facts.cipherSuite);
    if (this.#version !== 0x0304 || isRetry(facts.random)) return;
    this.#open13('client', 'CLIENT_HANDSHAKE_TRAFFIC_SECRET');
    this.#open13('server', 'SERVER_HANDSHAKE_TRAFFIC_SECRET');
  }

  #open13(from: TlsEnd, label: string): void {
    const secret = this.#clientRandom && this.#keylog.secret(label, this.#clientRandom);
    this.#ends[from].isProtected = true;
    this.#ends[from].opener = secret && this.#protection ? new Opener13(this.#protection, secret) : null;
  }

  #protect12(from: TlsEnd): void {
    const [protection, client, server] = [this.#protection, this.#clientRandom, this.#serverRandom];
    this.#ends[from].isProtected = true;
    const secret = client && this.#keylog.secret('CLIENT_RANDOM', client);
    this.#ends[from].opener =
      protection && client && server && secret ? openers12(protection, secret, client, server)[from] : null;
  }

  #unreadable(
    from: TlsEnd,
    at: number,
    octets: Uint8Array,
    isEncrypted: boolean,
    records: number[],
    problem: string,
  ): void {
    const name = isEncrypted ? 'Encrypted record' : 'Unknown octets';
    this.#push({
      from,
      at,
      kind: 'unreadable',
      isEncrypted,
      octets,
      records,
      ...plain(name, octets, 'data', ''),
      problem,
    });
  }

  #push(message: TlsMessage): void {
    // A peer that sends empty records without end must not fill the memory.
    if (this.#messages.length < MAX_MESSAGES) this.#messages.push(message);
  }
}

function plain(name: string, data: Uint8Array, field: string, value: string) {
  const fields = data.length === 0 ? [] : [{ name: field, value, offset: 0, length: data.length, fields: [] }];
  return { name, summary: value, fields, facts: null, problem: null };
}

function newDirection(): Direction {
  return { wire: NOTHING, opener: null, isProtected: false, partial: NOTHING, partialRecords: [], isBroken: false };
}

const NOTHING = new Uint8Array(0);
const HEADER = 5;
/** RFC 8446 §5.2, with room for what RFC 5246 §6.2.3 allows. */
const MAX_RECORD = 16_384 + 2_048;
const MAX_MESSAGES = 1_000;
const [CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA] = [20, 21, 22, 23];
const [CLIENT_HELLO, SERVER_HELLO, FINISHED, KEY_UPDATE] = [1, 2, 20, 24];

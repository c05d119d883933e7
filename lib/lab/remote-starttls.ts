/** What each protocol says before its connection becomes TLS. Nothing of the server's answers is kept. */
import type { RemoteProtocol } from '../domain/remote.ts';
import { type PreambleReader, RemoteEnd } from './remote-socket.ts';

/** Resolves when TLS may begin. Throws RemoteEnd `no-starttls`. */
export const STARTTLS: Readonly<Record<Exclude<RemoteProtocol, 'tls'>, (io: PreambleReader) => Promise<void>>> = {
  // RFC 3207
  smtp: async (io) => {
    await reply(io, '220');
    io.write('EHLO probe.invalid\r\n');
    const offers = await reply(io, '250');
    if (!offers.some((line) => /^250[ -]STARTTLS\s*$/i.test(line))) throw refused('STARTTLS is not among its offers');
    io.write('STARTTLS\r\n');
    await reply(io, '220');
  },
  // RFC 9051 §6.2.1
  imap: async (io) => {
    if (!/^\* (OK|PREAUTH)\b/i.test(await io.line())) throw refused('it does not greet as IMAP does');
    io.write('a1 STARTTLS\r\n');
    for (let count = 0; count < MOST_LINES; count += 1) {
      const line = await io.line();
      if (/^a1 OK\b/i.test(line)) return;
      if (/^a1 /i.test(line)) break;
    }
    throw refused('it refused STARTTLS');
  },
  // RFC 2595 §4
  pop3: async (io) => {
    if (!(await io.line()).startsWith('+OK')) throw refused('it does not greet as POP3 does');
    io.write('STLS\r\n');
    if (!(await io.line()).startsWith('+OK')) throw refused('it refused STLS');
  },
  // RFC 4217 §4
  ftp: async (io) => {
    await reply(io, '220');
    io.write('AUTH TLS\r\n');
    await reply(io, '234');
  },
  // RFC 4511 §4.14.1: ExtendedRequest { messageID 1, requestName 1.3.6.1.4.1.1466.20037 }
  ldap: async (io) => {
    const name = Buffer.from('1.3.6.1.4.1.1466.20037', 'latin1');
    const request = Buffer.concat([Buffer.of(0x80, name.length), name]);
    const body = Buffer.concat([Buffer.of(0x02, 0x01, 0x01, 0x77, request.length), request]);
    io.write(Buffer.concat([Buffer.of(0x30, body.length), body]));
    const [tag, first] = await io.octets(2);
    if (tag !== 0x30) throw refused('it does not answer as LDAP does');
    const lengthOctets = (first as number) & 0x80 ? (first as number) & 0x7f : 0;
    if (lengthOctets > 3) throw refused('it does not answer as LDAP does');
    const length = lengthOctets === 0 ? (first as number) : (await io.octets(lengthOctets)).readUIntBE(0, lengthOctets);
    if (length > MOST_ANSWER) throw refused('it does not answer as LDAP does');
    const answer = await io.octets(length);
    // messageID, then [APPLICATION 24] with resultCode ENUMERATED first.
    const at = answer.indexOf(Buffer.of(0x0a, 0x01));
    if (answer[3] !== 0x78 || at < 0 || answer[at + 2] !== 0) throw refused('it refused StartTLS');
  },
  // SSLRequest, PostgreSQL documentation §55.2.10
  postgresql: async (io) => {
    io.write(Buffer.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f));
    const [answer] = await io.octets(1);
    if (answer !== 0x53) throw refused(answer === 0x4e ? 'it answers N: TLS is off there' : 'it is no PostgreSQL');
  },
  // Protocol::SSLRequest of the MySQL client/server protocol
  mysql: async (io) => {
    const header = await io.octets(4);
    const length = header.readUIntLE(0, 3);
    if (length < 20 || length > MOST_ANSWER) throw refused('it does not greet as MySQL does');
    const greeting = await io.octets(length);
    const afterVersion = greeting.indexOf(0, 1) + 1;
    if (greeting[0] !== 10 || afterVersion < 2 || afterVersion + 15 > length)
      throw refused('it does not greet as MySQL does');
    // Connection id (4), scramble (8), filler (1), then the capabilities.
    if ((greeting.readUInt16LE(afterVersion + 13) & CLIENT_SSL) === 0) throw refused('TLS is off there');
    const request = Buffer.alloc(36);
    request.writeUIntLE(32, 0, 3);
    request[3] = 1;
    request.writeUInt32LE(CLIENT_SSL | 0x0200 | 0x8000, 4);
    request.writeUInt32LE(16_777_216, 8);
    request[12] = 45;
    io.write(request);
  },
};

/** All lines of one reply, whose last has a space behind the code. RFC 5321 §4.2.1 */
async function reply(io: PreambleReader, code: string): Promise<readonly string[]> {
  const lines: string[] = [];
  while (lines.length < MOST_LINES) {
    const line = await io.line();
    lines.push(line);
    if (!line.startsWith(code)) break;
    if (line[3] !== '-') return lines;
  }
  throw refused(`it does not answer ${code}`);
}

const refused = (detail: string) => new RemoteEnd('no-starttls', detail);
const MOST_LINES = 100;
const MOST_ANSWER = 4_096;
const CLIENT_SSL = 0x0800;

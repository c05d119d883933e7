import { createSocket } from 'node:dgram';
import { constants, open } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import type { AuditLine, AuditSink } from '../domain/audit-anchor.ts';

/** The places outside that the configuration names. */
export function createAuditSinks(config: {
  readonly auditFile: string | null;
  readonly auditSyslog: SyslogTarget | null;
}): readonly AuditSink[] {
  return [
    ...(config.auditFile === null ? [] : [fileSink(config.auditFile)]),
    ...(config.auditSyslog === null ? [] : [syslogSink(config.auditSyslog)]),
  ];
}

export interface SyslogTarget {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

/**
 * A file that is only appended to, on another volume or where the system keeps it from being rewritten (`chattr +a`). One write for all
 * lines, then fsync: what was reported is on the disk. It is what `verify-audit-log` reads.
 */
function fileSink(path: string): AuditSink {
  return {
    name: `file ${path}`,
    deliver: async (lines) => {
      const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
      try {
        await file.appendFile(lines.map(({ json }) => `${json}\n`).join(''), 'utf8');
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

/** RFC 5424 messages, facility 13 (log audit); over UDP (RFC 5426) without knowing whether they came, over TCP with octet counting (RFC 6587 §3.4.1). */
function syslogSink({ transport, host, port }: SyslogTarget): AuditSink {
  const machine =
    hostname()
      .replace(/[^\x21-\x7e]/g, '')
      .slice(0, 255) || '-';
  const messageOf = ({ at, json }: AuditLine) =>
    Buffer.from(
      `<${FACILITY * 8 + NOTICE}>1 ${at.toISOString()} ${machine} countersign ${process.pid} audit - ${json}`,
      'utf8',
    );
  return {
    name: `syslog ${transport}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    deliver: (lines) =>
      transport === 'udp'
        ? sendDatagrams(host, port, lines.map(messageOf))
        : sendStream(host, port, lines.map(messageOf)),
  };
}

const FACILITY = 13;
const NOTICE = 5;
const CONNECT_MILLISECONDS = 5_000;

async function sendDatagrams(host: string, port: number, messages: readonly Buffer[]): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    for (const message of messages)
      await new Promise<void>((resolve, reject) =>
        socket.send(message, port, host, (error) => (error ? reject(error) : resolve())),
      );
  } finally {
    socket.close();
  }
}

function sendStream(host: string, port: number, messages: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(CONNECT_MILLISECONDS, () => fail(new Error(`${host}:${port} does not answer`)));
    socket.on('error', fail);
    socket.on('connect', () => {
      for (const message of messages)
        socket.write(Buffer.concat([Buffer.from(`${message.length} `, 'ascii'), message]));
      socket.end();
    });
    // The other side took everything and closed in its turn.
    socket.on('close', (failed) => (failed ? undefined : resolve()));
    socket.resume();
  });
}

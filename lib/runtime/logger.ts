import pino from 'pino';
import type { Log } from '../domain/ports.ts';
import type { LogLevel } from './config.ts';

/** JSON lines on standard error. Redaction is the net; the rule is that no caller hands a secret to the log. */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
      serializers: { error: describeError },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Name, message and stack; a cause by its name and message. Never the other fields an error may carry. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause instanceof Error ? { name: error.cause.name, message: error.cause.message } : undefined;
  return { name: error.name, message: error.message, stack: error.stack, ...(cause ? { cause } : {}) };
}

const SECRET_FIELDS = [
  'password',
  'passphrase',
  'setupToken',
  'token',
  'cookie',
  'authorization',
  'privateKey',
  'wrapped',
  'secret',
];

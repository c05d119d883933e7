import type { ClientConfig } from 'pg';
import { DatabaseRefusal } from './database-refusal.ts';

/** What every connection of ours to PostgreSQL is made with. Throws DatabaseRefusal on a URL that cannot be used. */
export function postgresConnectionSettings(url: string): ClientConfig {
  const parsed = parse(url);
  const schema = parsed.searchParams.get('schema');
  if (schema !== null && schema !== 'public')
    throw new DatabaseRefusal(
      'unreachable',
      `The database URL asks for the schema "${schema}". Only "public" is used: leave the parameter out and give this program a database of its own.`,
    );
  // A Prisma parameter; PostgreSQL knows none of that name.
  parsed.searchParams.delete('schema');
  return {
    connectionString: parsed.href,
    application_name: 'countersign',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
}

/** Host, port and database of a URL; never its user or password. */
export function describePostgres(url: string): string {
  const { hostname, port, pathname } = parse(url);
  return `PostgreSQL database ${decodeURIComponent(pathname.slice(1)) || '(of the user)'} at ${hostname || 'the local socket'}:${port || '5432'}`;
}

export function refuseUnreachable(url: string, error: unknown): DatabaseRefusal {
  return new DatabaseRefusal(
    'unreachable',
    `The ${describePostgres(url)} cannot be reached: ${reasonOf(error)}. Check that the server runs, that the database exists, and that user and password in the database URL are right.`,
    { cause: error },
  );
}

function parse(url: string): URL {
  // The error of `new URL` carries its input, and with it the password.
  if (!URL.canParse(url))
    throw new DatabaseRefusal(
      'unreachable',
      'The database URL cannot be read. Expected postgresql://user:password@host:port/database.',
    );
  return new URL(url);
}

/** Trying several addresses of one name ends in an AggregateError without words of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

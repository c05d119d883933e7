import { createHash } from 'node:crypto';
import type { BetterAuthOptions } from 'better-auth';
import type { DBAdapter, Where } from 'better-auth/types';

type MakeAdapter = (options: BetterAuthOptions) => DBAdapter<BetterAuthOptions>;

/**
 * The adapter with session tokens as SHA-256 at rest: whoever reads the database, or a copy of it, opens no session. The
 * library asks by token and gets the session under the token it asked with; sessions found otherwise carry the hash.
 */
export function withHashedSessions(makeAdapter: MakeAdapter): MakeAdapter {
  return (options) => {
    const inner = makeAdapter(options);
    const wrapped: DBAdapter<BetterAuthOptions> = {
      ...inner,
      create: async <Data extends Record<string, unknown>, Made = Data>(
        args: Parameters<typeof inner.create<Data, Made>>[0],
      ) =>
        args.model === SESSION
          ? underToken(await inner.create<Data, Made>({ ...args, data: hashedData(args.data) }), tokenOf(args.data))
          : inner.create<Data, Made>(args),
      findOne: async (args) =>
        args.model === SESSION
          ? underToken(await inner.findOne({ ...args, where: hashedWhere(args.where) }), askedToken(args.where))
          : inner.findOne(args),
      findMany: (args) => inner.findMany(hashed(args)),
      count: (args) => inner.count(hashed(args)),
      update: async (args) =>
        args.model === SESSION
          ? underToken(
              await inner.update({ ...args, where: hashedWhere(args.where), update: hashedData(args.update) }),
              askedToken(args.where),
            )
          : inner.update(args),
      updateMany: (args) =>
        inner.updateMany(args.model === SESSION ? { ...hashed(args), update: hashedData(args.update) } : args),
      delete: (args) => inner.delete(hashed(args)),
      deleteMany: (args) => inner.deleteMany(hashed(args)),
      // Whatever else there is may not touch sessions, so that no token slips through as it is.
      consumeOne: (args) => inner.consumeOne(refuseSession(args)),
      incrementOne: (args) => inner.incrementOne(refuseSession(args)),
      transaction: (work) => work(wrapped),
    };
    return wrapped;
  };
}

const SESSION = 'session';

export const hashedToken = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

function hashed<Args extends { model: string; where?: Where[] | undefined }>(args: Args): Args {
  return args.model === SESSION && args.where ? { ...args, where: hashedWhere(args.where) } : args;
}

function hashedWhere(where: readonly Where[]): Where[] {
  return where.map((condition) =>
    condition.field === 'token' ? { ...condition, value: hashedValue(condition.value) } : condition,
  );
}

function hashedValue(value: Where['value']): Where['value'] {
  if (typeof value === 'string') return hashedToken(value);
  if (Array.isArray(value)) return value.map((one) => hashedToken(String(one)));
  throw new Error('A session is asked for by a token that is no text.');
}

function hashedData<Data extends Record<string, unknown>>(data: Data): Data {
  return typeof data.token === 'string' ? { ...data, token: hashedToken(data.token) } : data;
}

function tokenOf(data: Record<string, unknown>): string | null {
  return typeof data.token === 'string' ? data.token : null;
}

function askedToken(where: readonly Where[]): string | null {
  const value = where.find(({ field }) => field === 'token')?.value;
  return typeof value === 'string' ? value : null;
}

function underToken<Found>(found: Found, token: string | null): Found {
  return found && token !== null ? { ...found, token } : found;
}

function refuseSession<Args extends { model: string }>(args: Args): Args {
  if (args.model === SESSION) throw new Error('Sessions are not changed in this way.');
  return args;
}

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import type { Session } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Operator } from '../domain/operators.ts';
import type { Authentication, Clock } from '../domain/ports.ts';
import { idsOf, rolesOf } from '../store/operator-rows.ts';
import { withHashedSessions } from './hashed-sessions.ts';

/** Idle time after which a session ends, and its longest life whatever happens. */
const IDLE_SECONDS = 15 * 60;
const ABSOLUTE_SECONDS = 8 * 3_600;

/**
 * Operator sign-in on better-auth: sessions in our database, an HttpOnly SameSite=Strict cookie, argon2id. Its own
 * HTTP routes are not mounted; only what is called here can happen.
 */
export async function createAuthentication(args: {
  client: unknown;
  provider: 'sqlite' | 'postgresql';
  secret: string;
  adminUrl: string;
  trustedOrigins: readonly string[];
  clock: Clock;
}): Promise<Authentication> {
  const auth = betterAuth({
    appName: 'Countersign',
    baseURL: args.adminUrl,
    secret: args.secret,
    database: withHashedSessions(prismaAdapter(args.client as object, { provider: args.provider })),
    trustedOrigins: [...args.trustedOrigins],
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 15,
      maxPasswordLength: 1_000,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      modelName: 'authUser',
      additionalFields: {
        roles: { type: 'string', input: false, defaultValue: '' },
        authorityIds: { type: 'string', input: false, required: false },
        disabledAt: { type: 'date', input: false, required: false },
      },
    },
    session: { modelName: 'authSession', expiresIn: IDLE_SECONDS, updateAge: 60, cookieCache: { enabled: false } },
    account: { modelName: 'authAccount' },
    verification: { modelName: 'authVerification' },
    advanced: {
      cookiePrefix: 'countersign',
      useSecureCookies: args.adminUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
  });
  const internals = await auth.$context;

  return {
    hasOperator: async () => (await internals.internalAdapter.countTotalUsers()) > 0,
    hashPassword,
    signIn: async ({ email, password, headers }) => {
      try {
        const { headers: answered, response } = await auth.api.signInEmail({
          body: { email, password },
          headers: withoutCookie(headers),
          returnHeaders: true,
        });
        const user = response.user as KnownUser;
        if (user.disabledAt) {
          await internals.internalAdapter.deleteUserSessions(user.id);
          throw wrongPassword();
        }
        return { operator: operatorOf(user), setCookies: sessionOnly(answered.getSetCookie()) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        throw wrongPassword(error);
      }
    },
    verifyPassword: async ({ operatorId, password }) => {
      const accounts = await internals.internalAdapter.findAccounts(operatorId);
      const hash = accounts.find(({ providerId }) => providerId === 'credential')?.password;
      return hash ? verifyPassword({ hash, password }) : false;
    },
    signOut: async (headers) => {
      const { headers: answered } = await auth.api.signOut({ headers, returnHeaders: true });
      return { setCookies: answered.getSetCookie() };
    },
    authenticate: async (headers, { extend = true } = {}) => {
      const found = await auth.api.getSession({ headers, ...(extend ? {} : { query: { disableRefresh: true } }) });
      if (!found) return null;
      const user = found.user as KnownUser;
      const session = sessionOf(found.session);
      if (user.disabledAt) return null;
      if (args.clock.now() > session.latestEnd) {
        await internals.internalAdapter.deleteSession(found.session.token);
        return null;
      }
      return { operator: operatorOf(user), session };
    },
    listSessions: async (operatorId) => {
      const sessions = await internals.internalAdapter.listSessions(operatorId);
      return sessions.map(sessionOf).sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    },
    endSession: async (operatorId, sessionId) => {
      const own = (await internals.internalAdapter.listSessions(operatorId)).find(
        (session) => session.id === sessionId,
      );
      if (!own) return false;
      await internals.adapter.delete({ model: 'session', where: [{ field: 'id', value: sessionId }] });
      return true;
    },
  };
}

/** OWASP's argon2id parameters for interactive sign-in, stored in PHC form so that they can grow later. */
const ARGON2 = { memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 };
const deriveKey = promisify(argon2) as (algorithm: 'argon2id', parameters: object) => Promise<Buffer>;

async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await limited(() => deriveKey('argon2id', { message: Buffer.from(password, 'utf8'), nonce, ...ARGON2 }));
  return `$argon2id$v=19$m=${ARGON2.memory},t=${ARGON2.passes},p=${ARGON2.parallelism}$${base64(nonce)}$${base64(tag)}`;
}

async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (!parts) return false;
  const [, memory, passes, parallelism, nonce, tag] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const expected = Buffer.from(tag, 'base64');
  const made = await limited(() =>
    deriveKey('argon2id', {
      message: Buffer.from(password, 'utf8'),
      nonce: Buffer.from(nonce, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expected.length,
    }),
  );
  return timingSafeEqual(expected, made);
}

/** Two derivations at a time and a short queue: a flood of sign-ins must not take the memory or the thread pool. */
const MAX_RUNNING = 2;
const MAX_WAITING = 20;
let running = 0;
const waiting: (() => void)[] = [];

async function limited<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING)
      throw new CountersignError(
        'rate-limited',
        'Too many people are signing in at once. Try again in a few seconds.',
        { retryAfterSeconds: 5 },
      );
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && [400, 401, 403].includes(Number(error.statusCode));
}

interface KnownUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles?: string | null;
  readonly authorityIds?: string | null;
  readonly disabledAt?: Date | null;
}

function operatorOf(user: KnownUser): Operator {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    roles: rolesOf(user.roles ?? ''),
    authorityIds: idsOf(user.authorityIds ?? null),
  };
}

/** The same for an unknown address, a wrong password and somebody who was disabled. */
function wrongPassword(cause?: unknown): CountersignError {
  return new CountersignError('unauthenticated', 'The e-mail address or the password is wrong.', {
    fields: [{ field: 'password', message: 'The e-mail address or the password is wrong.' }],
    cause,
  });
}

function sessionOf(session: {
  id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
  ipAddress?: string | null | undefined;
  userAgent?: string | null | undefined;
}): Session {
  return {
    id: session.id,
    operatorId: session.userId,
    createdAt: new Date(session.createdAt),
    expiresAt: new Date(session.expiresAt),
    latestEnd: new Date(new Date(session.createdAt).getTime() + ABSOLUTE_SECONDS * 1_000),
    ipAddress: session.ipAddress ?? null,
    userAgent: session.userAgent ?? null,
  };
}

/** A new session never grows out of an old cookie. */
function withoutCookie(headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.delete('cookie');
  return copy;
}

/**
 * The library lets the browser forget the cookie when the session would end unused, and a page that is read never sets
 * it again: who works would be signed out. The server knows when a session ends; the cookie only must not end before.
 */
function sessionOnly(cookies: readonly string[]): readonly string[] {
  return cookies
    .filter((cookie) => /session_token=/.test(cookie))
    .map((cookie) => cookie.replace(/;\s*max-age=\d+/i, `; Max-Age=${ABSOLUTE_SECONDS}`));
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64').replace(/=+$/, '');
}

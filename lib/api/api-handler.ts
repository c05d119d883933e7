import type { z } from 'zod';
import { CountersignError, type FieldError } from '../domain/errors.ts';
import type { Right } from '../domain/operators.ts';
import { type AllowedHosts, requireOwnOrigin } from '../http/guards.ts';
import { type Exchange, type Handler, streamedResponse } from '../http/node-exchange.ts';
import { PkiError } from '../pki/types.ts';
import { authenticateApiToken, isUsableApiToken } from '../services/api-tokens.ts';
import { authorise } from '../services/authorise.ts';
import { recordRefusal } from '../services/record-refusal.ts';
import { runOnce } from '../services/run-once.ts';
import type { Actor, ServiceContext } from '../services/service-context.ts';
import type { ApiAnswer, ApiRoute } from './api-route.ts';
import { openApiDocument } from './openapi.ts';
import { auditRoutes } from './routes/audit-routes.ts';
import { authorityLifeRoutes } from './routes/authority-life-routes.ts';
import { authorityRoutes } from './routes/authority-routes.ts';
import { bulkRoutes } from './routes/bulk-routes.ts';
import { certificateRoutes } from './routes/certificate-routes.ts';
import { connectionRoutes } from './routes/connection-routes.ts';
import { importRoutes } from './routes/import-routes.ts';
import { instanceRoutes } from './routes/instance-routes.ts';
import { jobRoutes } from './routes/job-routes.ts';
import { labRoutes } from './routes/lab-routes.ts';
import { operatorRoutes } from './routes/operator-routes.ts';
import { profileRoutes } from './routes/profile-routes.ts';
import { proofRoutes } from './routes/proof-routes.ts';
import { requestRoutes } from './routes/request-routes.ts';
import { searchRoutes } from './routes/search-routes.ts';
import { trustRoutes } from './routes/trust-routes.ts';
import { verificationRoutes } from './routes/verification-routes.ts';

export const API_PREFIX = '/api/v1';
export const API_ROUTES: readonly ApiRoute[] = [
  ...instanceRoutes,
  ...auditRoutes,
  ...operatorRoutes,
  ...authorityRoutes,
  ...authorityLifeRoutes,
  ...bulkRoutes,
  ...certificateRoutes,
  ...connectionRoutes,
  ...jobRoutes,
  ...labRoutes,
  ...proofRoutes,
  ...requestRoutes,
  ...searchRoutes,
  ...profileRoutes,
  ...trustRoutes,
  ...verificationRoutes,
  ...importRoutes,
];

/** The whole of `/api/v1`: find the route, check origin, person, query and body, call the service, encode. Errors are thrown. */
export function createApiHandler(context: ServiceContext, allowed: AllowedHosts): Handler {
  return async (exchange) => {
    const path = exchange.path.slice(API_PREFIX.length);
    if (path === '/openapi.json' && exchange.request.method === 'GET')
      return jsonResponse(openApiDocument(API_ROUTES, API_PREFIX, context.settings.version), 200);
    const { route, parameters } = findRoute(exchange.request.method, path);
    const tokenText = bearerOf(exchange.request);
    // A token is sent by a program on purpose, never by a browser of itself: only cookies need the check of the origin.
    if (tokenText === null) requireOwnOrigin(allowed, exchange.request, { isForm: route.form === true });
    const actor = await actorOf(context, exchange, tokenText, !route.unattended);
    if (route.access !== 'anyone' && !actor) {
      if (!(await context.store.instance()))
        throw new CountersignError(
          'setup-required',
          'The set-up is not finished. Open the address that the server printed at its start.',
        );
      throw new CountersignError('unauthenticated', 'Sign in first: POST /api/v1/session, or send an API token.');
    }
    if (route.access !== 'anyone') await requireRight(context, actor, route.access, exchange);
    const query = route.query ? check(route.query, Object.fromEntries(exchange.query)) : undefined;
    const { bodyText, body } = await readBodyOf(route, exchange);
    const call = { context, actor, parameters, query, body, exchange };
    if (!route.once || !actor) return encode(await route.handle(call));
    const key = exchange.request.headers.get('idempotency-key');
    const answer = await runOnce(
      context,
      actor,
      { key, method: exchange.request.method, path, body: bodyText },
      async () => {
        const made = await route.handle(call);
        if (made.kind !== 'json') throw new Error(`${route.path} may not be repeatable: it answers with ${made.kind}`);
        return { status: made.status, body: toJson({ location: made.location, value: made.value }) };
      },
    );
    const kept = JSON.parse(answer.body) as { location?: string; value: unknown };
    return jsonResponse(kept.value, answer.status, {
      ...(kept.location ? { location: `${API_PREFIX}${kept.location}` } : {}),
      ...(answer.replayed ? { 'idempotency-replayed': 'true' } : {}),
    });
  };
}

/** How much a request may bring, before any of it is read. What is larger than usual is for those who are signed in. */
export async function apiBodyLimit(
  context: ServiceContext,
  request: {
    readonly method: string;
    readonly path: string;
    readonly cookie: string | undefined;
    readonly authorization: string | undefined;
  },
): Promise<number> {
  const limit = routeLimit(request.method, request.path.slice(API_PREFIX.length));
  if (limit <= USUAL_BODY_OCTETS) return limit;
  const { authorization, cookie } = request;
  if (authorization !== undefined) {
    const token = tokenOf(authorization);
    return token !== null && (await isUsableApiToken(context, token)) ? limit : USUAL_BODY_OCTETS;
  }
  if (cookie === undefined) return USUAL_BODY_OCTETS;
  const signedIn = await context.authentication.authenticate(new Headers({ cookie }));
  return signedIn ? limit : USUAL_BODY_OCTETS;
}

function routeLimit(method: string, path: string): number {
  try {
    return findRoute(method, path).route.maxBodyOctets ?? USUAL_BODY_OCTETS;
  } catch {
    return USUAL_BODY_OCTETS;
  }
}

const USUAL_BODY_OCTETS = 1_048_576;

function findRoute(method: string, path: string): { route: ApiRoute; parameters: Record<string, string> } {
  const segments = path.split('/').slice(1);
  let pathKnown = false;
  for (const { route, pattern } of COMPILED) {
    const parameters = match(pattern, segments);
    if (!parameters) continue;
    pathKnown = true;
    if (route.method === method || (route.method === 'GET' && method === 'HEAD')) return { route, parameters };
  }
  if (pathKnown) throw new CountersignError('method-not-allowed', `${method} is not possible here.`);
  throw new CountersignError(
    'not-found',
    'There is nothing under this address. GET /api/v1/openapi.json lists what there is.',
  );
}

/** Identifiers are lowercase letters and digits, file names as we make them; anything else in their place is simply not found. */
function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at] as string;
    if (!part.startsWith('{')) {
      if (part !== segment) return null;
    } else if (!(part === '{file}' ? FILE_NAME : IDENTIFIER).test(segment)) return null;
    else parameters[part.slice(1, -1)] = segment;
  }
  return parameters;
}

const IDENTIFIER = /^[A-Za-z0-9_-]{1,64}$/;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,119}$/;

/** Before any of the body is read. */
async function requireRight(
  context: ServiceContext,
  actor: Actor | null,
  right: Right,
  { request, path }: Exchange,
): Promise<void> {
  try {
    authorise(actor, right);
  } catch (error) {
    if (actor) await recordRefusal(context, actor, { right, what: `${request.method} ${path}` });
    throw error;
  }
}

/** The token of `Authorization: Bearer` (RFC 6750 §2.1); null when there is none. Throws `unauthenticated` for other schemes. */
function bearerOf(request: Request): string | null {
  const header = request.headers.get('authorization');
  if (header === null) return null;
  const found = tokenOf(header);
  if (found === null)
    throw new CountersignError(
      'unauthenticated',
      'The Authorization header is of no known kind. Send "Bearer" and an API token.',
    );
  return found;
}

const tokenOf = (header: string): string | null => /^bearer +(\S+)$/i.exec(header.trim())?.[1] ?? null;

/** With a token, a cookie beside it counts for nothing. */
async function actorOf(
  context: ServiceContext,
  exchange: Exchange,
  tokenText: string | null,
  extend: boolean,
): Promise<Actor | null> {
  if (tokenText !== null) return authenticateApiToken(context, tokenText, exchange.remoteAddress);
  if (!exchange.request.headers.has('cookie')) return null;
  const signedIn = await context.authentication.authenticate(exchange.request.headers, { extend });
  return signedIn ? { kind: 'operator', operator: signedIn.operator, sessionId: signedIn.session.id } : null;
}

async function readBodyOf(route: ApiRoute, exchange: Exchange): Promise<{ bodyText: string; body: unknown }> {
  if (!route.body) return { bodyText: '', body: undefined };
  const bodyText = await readText(exchange, route.form ? FORM : JSON_TYPE);
  const value = route.form ? Object.fromEntries(new URLSearchParams(bodyText)) : parseJson(bodyText);
  return { bodyText, body: check(route.body, value) };
}

const JSON_TYPE = { mediaType: 'application/json', name: 'JSON' };
const FORM = { mediaType: 'application/x-www-form-urlencoded', name: 'the fields of a form' };

async function readText(exchange: Exchange, expected: { mediaType: string; name: string }): Promise<string> {
  const type = exchange.request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== expected.mediaType)
    throw new CountersignError(
      'unsupported-media-type',
      `The body is declared as "${type ?? 'nothing'}". Send ${expected.name} with "Content-Type: ${expected.mediaType}".`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await exchange.request.arrayBuffer());
  } catch (cause) {
    throw new CountersignError('malformed-request', 'The body is not UTF-8.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) => {
      if (key === '__proto__') throw new SyntaxError('a member may not be called __proto__');
      return value;
    });
  } catch (cause) {
    throw new CountersignError('malformed-request', `The body is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

function check(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields: FieldError[] = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: [...issue.path, key].join('.'),
          message: `There is no field "${key}" here. Leave it out, or check its spelling.`,
        }))
      : [{ field: issue.path.join('.'), message: fieldMessage(issue) }],
  );
  throw new CountersignError(
    'validation-failed',
    fields.map((field) => (field.field ? `${field.field}: ${field.message}` : field.message)).join(' '),
    { fields },
  );
}

function fieldMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type')
    return issue.message.includes('received undefined') ? 'This field is needed.' : `${issue.message}.`;
  if (issue.code === 'invalid_value') return `Choose one of ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'too_big')
    return issue.origin === 'string'
      ? `Longer than ${issue.maximum} characters. Shorten it.`
      : `At most ${issue.maximum}${issue.origin === 'array' ? ' entries' : ''} allowed.`;
  if (issue.code === 'too_small') return `At least ${issue.minimum} needed.`;
  return `${issue.message}.`;
}

function encode(answer: ApiAnswer): Response {
  switch (answer.kind) {
    case 'json':
      return withCookies(
        jsonResponse(
          answer.value,
          answer.status,
          answer.location ? { location: `${API_PREFIX}${answer.location}` } : {},
        ),
        answer.setCookies,
      );
    case 'see-other':
      return withCookies(
        new Response(null, { status: 303, headers: { location: answer.path, 'cache-control': 'no-store' } }),
        answer.setCookies,
      );
    case 'empty':
      return withCookies(
        new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } }),
        answer.setCookies,
      );
    case 'stream':
      return streamedResponse(answer.stream.parts, {
        'content-type': answer.stream.mediaType,
        'content-disposition': `attachment; filename="${answer.stream.name}"`,
        'cache-control': 'no-store',
      });
    case 'file':
      return new Response(answer.file.content as Uint8Array<ArrayBuffer>, {
        status: 200,
        headers: {
          'content-type': answer.file.mediaType,
          'content-disposition': `attachment; filename="${answer.file.name}"`,
          'cache-control': 'no-store',
          ...answer.headers,
        },
      });
  }
}

function withCookies(response: Response, setCookies: readonly string[] = []): Response {
  for (const cookie of setCookies) response.headers.append('set-cookie', cookie);
  return response;
}

function jsonResponse(value: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(toJson(value), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });
}

/** Times as RFC 3339, big numbers as text, octets as hex. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    if (part instanceof Uint8Array) return Buffer.from(part).toString('hex');
    return part;
  });
}

/** What `pki` refuses without a service having named the field is still the caller's mistake. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof PkiError)) return error;
  return new CountersignError('validation-failed', error.message, { cause: error });
}

const COMPILED = API_ROUTES.map((route) => ({ route, pattern: route.path.split('/').slice(1) }));

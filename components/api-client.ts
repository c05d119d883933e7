import { apiClientWords } from '@/components/api-client.words';
import { askForPassword } from './step-up';

/** The browser's side of `/api/v1`: same origin, JSON in, JSON or a file out, refusals as one class. */

export interface FieldProblem {
  /** Dotted path into the request: `serverNames.0`. */
  readonly field: string;
  readonly message: string;
  readonly suggestion?: string;
}

export class ApiProblem extends Error {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string | null;
  readonly fields: readonly FieldProblem[];
  constructor(problem: {
    title: string;
    status: number;
    detail: string;
    code: string;
    requestId: string | null;
    fields: readonly FieldProblem[];
  }) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.title = problem.title;
    this.status = problem.status;
    this.detail = problem.detail;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.fields = problem.fields;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
interface CallOptions {
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** The call itself is about signing in: a 401 is an answer, not a reason to leave. */
  readonly stayOn401?: boolean;
}

async function send(method: Method, path: string, body: unknown, options: CallOptions): Promise<Response> {
  const words = apiClientWords();
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json, */*' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiProblem({
      title: words.theServerDidNotAnswer,
      status: 0,
      detail: words.checkThatCountersignIsRunning,
      code: 'unreachable',
      requestId: null,
      fields: [],
    });
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem.code === 'step-up-required') {
    const given = await askForPassword();
    if (given === null) throw problem;
    if (given) return send(method, path, body, options);
    throw new ApiProblem({
      title: words.thePasswordWasNotGiven,
      status: problem.status,
      detail: words.nothingWasDoneBeginIt,
      code: problem.code,
      requestId: problem.requestId,
      fields: [],
    });
  }
  if (response.status === 401 && !options.stayOn401) {
    const here = window.location.pathname + window.location.search;
    window.location.assign(`/login?next=${encodeURIComponent(here)}`);
  }
  throw problem;
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const words = apiClientWords();
  const requestId = response.headers.get('x-request-id');
  try {
    const problem = (await response.json()) as Partial<ApiProblem>;
    return new ApiProblem({
      title: problem.title ?? words.theRequestWasRefused,
      status: response.status,
      detail: problem.detail ?? words.theServerAnswered(response.status),
      code: problem.code ?? 'internal',
      requestId: problem.requestId ?? requestId,
      fields: Array.isArray(problem.fields) ? problem.fields : [],
    });
  } catch {
    return new ApiProblem({
      title: words.theServerFailed,
      status: response.status,
      detail: words.itAnsweredWithoutSayingWhy(response.status),
      code: 'internal',
      requestId,
      fields: [],
    });
  }
}

export async function call<Result = void>(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Result> {
  const response = await send(method, path, body, options);
  if (response.status === 204) return undefined as Result;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Result;
}

/** Fetches a file and hands it to the browser under the server's name for it. Returns the answer's headers. */
export async function downloadFile(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Headers> {
  const response = await send(method, path, body, options);
  const url = URL.createObjectURL(await response.blob());
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileNameOf(response.headers.get('content-disposition')) ?? 'download';
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return response.headers;
}

/** RFC 6266 §4.3: the extended form wins. */
function fileNameOf(disposition: string | null): string | null {
  if (!disposition) return null;
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (extended) return decodeURIComponent(extended);
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? null;
}

export function toProblem(error: unknown): ApiProblem {
  const words = apiClientWords();
  if (error instanceof ApiProblem) return error;
  return new ApiProblem({
    title: words.somethingFailedInThisPage,
    status: 0,
    detail: error instanceof Error ? error.message : words.reloadThePageAndTry,
    code: 'internal',
    requestId: null,
    fields: [],
  });
}

/** A key for one form render; random enough without a secure context, where randomUUID is absent. */
export function newIdempotencyKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) => octet.toString(16).padStart(2, '0')).join(
    '',
  );
}

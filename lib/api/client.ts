import type { ProblemDocument } from '../http/problem.ts';

/** What the server refused, with its problem document. */
export class ApiRefusal extends Error {
  readonly problem: Partial<ProblemDocument>;
  readonly status: number;
  constructor(status: number, problem: Partial<ProblemDocument>) {
    super(problem.detail ?? `The server answered ${status}.`);
    this.name = 'ApiRefusal';
    this.status = status;
    this.problem = problem;
  }
}

export interface ApiClient {
  readonly adminUrl: string;
  get(path: string): Promise<unknown>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  patch(path: string, body?: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
  /** A file, with the response's headers. */
  download(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ content: Uint8Array; headers: Headers }>;
}

/** A client of `/api/v1` that keeps its session cookie and sends the Origin that unsafe requests need. Throws ApiRefusal. */
export function createApiClient(adminUrl: string): ApiClient {
  let cookie = '';
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    extra: Readonly<Record<string, string>> = {},
  ): Promise<Response> => {
    const headers: Record<string, string> = { origin: new URL(adminUrl).origin, ...extra };
    if (cookie) headers.cookie = cookie;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(`${adminUrl}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie().map((one) => one.split(';')[0]);
    if (set.length > 0) cookie = set.join('; ');
    if (!response.ok) throw new ApiRefusal(response.status, await problemOf(response));
    return response;
  };
  const parsed = async (response: Response): Promise<unknown> => (response.status === 204 ? null : response.json());
  return {
    adminUrl,
    get: async (path) => parsed(await send('GET', path)),
    post: async (path, body, headers) => parsed(await send('POST', path, body, headers)),
    patch: async (path, body) => parsed(await send('PATCH', path, body)),
    delete: async (path) => parsed(await send('DELETE', path)),
    download: async (method, path, body) => {
      const response = await send(method, path, body);
      return { content: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
    },
  };
}

async function problemOf(response: Response): Promise<Partial<ProblemDocument>> {
  try {
    return (await response.json()) as Partial<ProblemDocument>;
  } catch {
    return {};
  }
}

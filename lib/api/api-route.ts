import type { z } from 'zod';
import type { Right } from '../domain/operators.ts';
import type { Exchange } from '../http/node-exchange.ts';
import type { FileToHandOut } from '../services/certificate-files.ts';
import type { StreamToHandOut } from '../services/export-certificates.ts';
import type { Actor, ServiceContext } from '../services/service-context.ts';

/** One entry of the route table. The table is the security policy: what is not in it does not exist. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, parameters in braces: `/certificates/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** Who may come: anyone, or those who have this right. The service behind asks for it again, before all else. */
  readonly access: 'anyone' | Right;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  /** Largest body in octets when it is more than the usual 1 MiB. */
  readonly maxBodyOctets?: number;
  /** What a page asks by itself: a session does not last longer for it. */
  readonly unattended?: boolean;
  /** Takes the fields of an HTML form instead of JSON, for pages that have to work without script. */
  readonly form?: boolean;
  /** Honours Idempotency-Key. */
  readonly once?: boolean;
  /** What a success gives, for the OpenAPI document. */
  readonly answer: { readonly status: number; readonly description: string; readonly mediaType?: string };
  readonly handle: (call: ApiCall) => Promise<ApiAnswer>;
}

export interface ApiCall {
  readonly context: ServiceContext;
  readonly actor: Actor | null;
  readonly parameters: Readonly<Record<string, string>>;
  /** Checked by the route's schemas; each handler names its type once with `bodyOf` and `queryOf`. */
  readonly body: unknown;
  readonly query: unknown;
  readonly exchange: Exchange;
}

export type ApiAnswer =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly value: unknown;
      readonly setCookies?: readonly string[];
      readonly location?: string;
    }
  /** To a page of this instance, by GET (RFC 9110 §15.4.4). */
  | { readonly kind: 'see-other'; readonly path: string; readonly setCookies?: readonly string[] }
  | { readonly kind: 'empty'; readonly setCookies?: readonly string[] }
  | { readonly kind: 'stream'; readonly stream: StreamToHandOut }
  | { readonly kind: 'file'; readonly file: FileToHandOut; readonly headers?: Readonly<Record<string, string>> };

/** The checked body under the type of its own schema. */
export function bodyOf<Schema extends z.ZodType>(call: ApiCall, _schema: Schema): z.infer<Schema> {
  return call.body as z.infer<Schema>;
}
export function queryOf<Schema extends z.ZodType>(call: ApiCall, _schema: Schema): z.infer<Schema> {
  return call.query as z.infer<Schema>;
}
export function parameter(call: ApiCall, name: string): string {
  return call.parameters[name] ?? '';
}

export const json = (value: unknown, status = 200): ApiAnswer => ({ kind: 'json', status, value });
export const created = (value: { readonly id: string }, location: string): ApiAnswer => ({
  kind: 'json',
  status: 201,
  value,
  location,
});
export const empty = (setCookies: readonly string[] = []): ApiAnswer => ({ kind: 'empty', setCookies });
export const stream = (content: StreamToHandOut): ApiAnswer => ({ kind: 'stream', stream: content });
export const file = (content: FileToHandOut, headers: Readonly<Record<string, string>> = {}): ApiAnswer => ({
  kind: 'file',
  file: content,
  headers,
});

import { z } from 'zod';
import { RIGHTS_OF_TOKENS, type Right } from '../domain/operators.ts';
import type { ApiRoute } from './api-route.ts';

/** OpenAPI 3.1, generated from the route table and the very schemas that check the requests. */
export function openApiDocument(routes: readonly ApiRoute[], prefix: string, version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `${prefix}${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description:
        'Everything the pages do. Sign in with POST /api/v1/session, and then send an Origin header equal to the admin URL with unsafe methods; or send "Authorization: Bearer" with an API token.',
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'countersign.session_token' },
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'countersign_ID_SECRET' },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

function operation(route: ApiRoute): object {
  const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map((found) => ({
    name: found[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query = route.query
    ? (z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' }) as {
        properties?: Record<string, object>;
        required?: string[];
      })
    : null;
  for (const [name, schema] of Object.entries(query?.properties ?? {}))
    parameters.push({
      name,
      in: 'query',
      required: query?.required?.includes(name) ?? false,
      schema: schema as { type: string },
    });
  if (route.once)
    parameters.push({ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } });
  const content =
    route.answer.status === 204 || route.answer.status === 303
      ? {}
      : { content: { [route.answer.mediaType ?? 'application/json']: {} } };
  return {
    summary: route.summary,
    ...(route.access === 'anyone'
      ? {}
      : {
          description: `Needs the right \`${route.access}\`.`,
          security: [{ session: [] }, ...(isForTokens(route.access) ? [{ token: [] }] : [])],
        }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              [route.form ? 'application/x-www-form-urlencoded' : 'application/json']: {
                schema: z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }),
              },
            },
          },
        }
      : {}),
    responses: {
      [route.answer.status]: { description: route.answer.description, ...content },
      default: {
        description: 'A problem document (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function isForTokens(right: Right): boolean {
  return (RIGHTS_OF_TOKENS as readonly Right[]).includes(right);
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'fields'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What was wrong, what was expected, what to do next' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' }, suggestion: { type: 'string' } },
      },
    },
  },
};

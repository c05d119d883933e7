import { z } from 'zod';
import { LAB_VERSIONS } from '../../domain/lab.ts';
import { getLabCapture, getLabKeylog, getLabRun, listLabCases, listLabRuns } from '../../services/get-lab.ts';
import { runLab } from '../../services/run-lab.ts';
import { type ApiRoute, bodyOf, created, file, json, parameter, queryOf } from '../api-route.ts';

const version = z.enum(LAB_VERSIONS);
const id = z.string().min(1).max(64);
const runRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bench'),
    case: z.string().max(64),
    versions: z.array(version).min(1).max(2).optional(),
  }),
  z.strictObject({
    kind: z.literal('certificates'),
    serverCertificateId: id,
    clientCertificateId: id.optional(),
    version: version.optional(),
    serverName: z.string().max(300).optional(),
    revocation: z.boolean().optional(),
    serverSends: z.enum(['fullchain', 'certificate']).optional(),
  }),
  z.strictObject({ kind: z.literal('connection'), connectionId: id }),
  z.strictObject({ kind: z.literal('post-quantum') }),
]);
const runsQuery = z.strictObject({
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

/** The handshake lab: real handshakes on loopback, recorded, decoded and kept without keys. */
export const labRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/lab/cases',
    summary: 'The cases of the bench: what is broken on purpose, and who notices',
    access: 'inventory.read',
    answer: { status: 200, description: 'All cases' },
    handle: async (call) => json({ items: listLabCases(call.actor) }),
  },
  {
    method: 'POST',
    path: '/lab/runs',
    summary: 'Run handshakes: a case of the bench, certificates held here, a connection, or the post-quantum bench',
    access: 'connection.test',
    body: runRequest,
    once: true,
    answer: { status: 201, description: 'The runs that were made together; `id` is the one to look at' },
    handle: async (call) => {
      const result = await runLab(call.context, call.actor, bodyOf(call, runRequest));
      return created(result, `/lab/runs/${result.id}`);
    },
  },
  {
    method: 'GET',
    path: '/lab/runs',
    summary: 'Recorded handshakes, newest first',
    access: 'inventory.read',
    query: runsQuery,
    answer: { status: 200, description: 'One page' },
    handle: async (call) => json(await listLabRuns(call.context, call.actor, queryOf(call, runsQuery))),
  },
  {
    method: 'GET',
    path: '/lab/runs/{id}',
    summary: 'One handshake decoded: messages with fields and octets, checks, verdicts',
    access: 'inventory.read',
    answer: { status: 200, description: 'The run' },
    handle: async (call) => json(await getLabRun(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'GET',
    path: '/lab/runs/{id}/capture.pcapng',
    summary: 'The recorded octets as a capture, with the secrets of the session inside',
    access: 'inventory.read',
    answer: { status: 200, description: 'The capture', mediaType: 'application/x-pcapng' },
    handle: async (call) => file(await getLabCapture(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'GET',
    path: '/lab/runs/{id}/keylog.txt',
    summary: 'The secrets of the session as an NSS key log',
    access: 'inventory.read',
    answer: { status: 200, description: 'The key log', mediaType: 'text/plain' },
    handle: async (call) => file(await getLabKeylog(call.context, call.actor, parameter(call, 'id'))),
  },
];

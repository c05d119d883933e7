import { z } from 'zod';
import { getStatusProof, proveStatus } from '../../services/revocation-proof.ts';
import { getAuthorityWatch } from '../../services/watch-publications.ts';
import { type ApiRoute, bodyOf, json, parameter } from '../api-route.ts';

const proofRequest = z.strictObject({
  /** Whether a peer of the lab goes by the list that was fetched; its key leaves the signer for that. */
  handshake: z.boolean().optional(),
});

/** What strangers see of a certificate's status, over the wire. */
export const proofRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/certificates/{id}/proof',
    summary:
      'Fetch the lists and OCSP answers that the certificate names, check them, and try a handshake that goes by them',
    access: 'connection.test',
    body: proofRequest,
    answer: { status: 200, description: 'What each address says, since when, and until when caches may hide it' },
    handle: async (call) =>
      json(await proveStatus(call.context, call.actor, parameter(call, 'id'), bodyOf(call, proofRequest))),
  },
  {
    method: 'GET',
    path: '/certificates/{id}/proof',
    summary: 'The last proof',
    access: 'inventory.read',
    answer: { status: 200, description: '`proof` is null when none was made' },
    handle: async (call) => json({ proof: await getStatusProof(call.context, call.actor, parameter(call, 'id')) }),
  },
  {
    method: 'GET',
    path: '/authorities/{id}/watch',
    summary: 'What the watch saw last at each published address, and since when it is so',
    access: 'inventory.read',
    answer: { status: 200, description: '`everyMinutes` is 0 when the watch is off' },
    handle: async (call) => json(await getAuthorityWatch(call.context, call.actor, parameter(call, 'id'))),
  },
];

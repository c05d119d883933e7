import { verifyPath } from '../../services/verify-path.ts';
import { type ApiRoute, bodyOf, json } from '../api-route.ts';
import { verifyPathRequest } from '../contracts/verify-path.ts';

export const verificationRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/verify',
    summary: 'Validate a certificate path (RFC 5280) with every step; stores nothing',
    access: 'inventory.read',
    body: verifyPathRequest,
    answer: { status: 200, description: 'The verdict; a path that fails is an answer too' },
    handle: async (call) => json(await verifyPath(call.context, call.actor, bodyOf(call, verifyPathRequest))),
  },
];

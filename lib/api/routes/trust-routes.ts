import { getTrustFile, getTrustPortal } from '../../services/trust-portal.ts';
import { turnProofOff, turnProofOn } from '../../services/trust-proof.ts';
import { type ApiRoute, empty, file, json, parameter } from '../api-route.ts';

/** What others need in order to trust a root. The same is on the public listener under `/trust`, for anyone. */
export const trustRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/trust/{id}',
    summary: 'How a root is installed: fingerprint, files, steps for every system',
    access: 'inventory.read',
    answer: { status: 200, description: 'Roots by hierarchy, and this one with its files and steps' },
    handle: async (call) =>
      json(
        await getTrustPortal(call.context, call.actor, {
          authorityId: parameter(call, 'id'),
          userAgent: call.exchange.request.headers.get('user-agent') ?? '',
        }),
      ),
  },
  {
    method: 'GET',
    path: '/trust/{id}/files/{file}',
    summary: 'One file to install a root: certificate, profile, script, policy',
    access: 'inventory.read',
    answer: { status: 200, description: 'The file', mediaType: 'application/octet-stream' },
    handle: async (call) =>
      file(await getTrustFile(call.context, call.actor, parameter(call, 'id'), parameter(call, 'file'))),
  },
  {
    method: 'POST',
    path: '/trust/{id}/proof',
    summary: 'Issue and serve a certificate that proves that a device trusts this root',
    access: 'authority.configure',
    answer: { status: 204, description: 'It is served, for this root only' },
    handle: async (call) => {
      await turnProofOn(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
  {
    method: 'DELETE',
    path: '/trust/{id}/proof',
    summary: 'Serve the proof of this root no longer',
    access: 'authority.configure',
    answer: { status: 204, description: 'It is not served' },
    handle: async (call) => {
      await turnProofOff(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
];

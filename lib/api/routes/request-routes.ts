import { approveRequest, rejectRequest, rejectRequests } from '../../services/decide-request.ts';
import { getRequest, listRequests } from '../../services/get-requests.ts';
import { submitRequest } from '../../services/submit-request.ts';
import { type ApiRoute, bodyOf, created, empty, json, parameter, queryOf } from '../api-route.ts';
import {
  approveRequestRequest,
  rejectRequestRequest,
  rejectRequestsRequest,
  requestListQuery,
  submitRequestRequest,
} from '../contracts/party-requests.ts';

/** Certification requests that wait for somebody's decision. */
export const requestRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/requests',
    summary: 'Requests that wait, oldest first; or those that were decided, newest first',
    access: 'inventory.read',
    query: requestListQuery,
    answer: { status: 200, description: 'One page' },
    handle: async (call) => json(await listRequests(call.context, call.actor, queryOf(call, requestListQuery))),
  },
  {
    method: 'POST',
    path: '/requests',
    summary: 'Keep a certification request for a later decision; nothing is signed',
    access: 'request.submit',
    body: submitRequestRequest,
    once: true,
    answer: { status: 201, description: 'The request' },
    handle: async (call) => {
      const request = await submitRequest(call.context, call.actor, bodyOf(call, submitRequestRequest));
      return created(request, `/requests/${request.id}`);
    },
  },
  {
    method: 'POST',
    path: '/requests/reject',
    summary: 'Reject many for one reason; those that were decided before are named and left',
    access: 'request.decide',
    body: rejectRequestsRequest,
    once: true,
    answer: { status: 200, description: 'Which were rejected, and which were left' },
    handle: async (call) => {
      const { ids, reason } = bodyOf(call, rejectRequestsRequest);
      return json(await rejectRequests(call.context, call.actor, ids, reason));
    },
  },
  {
    method: 'GET',
    path: '/requests/{id}',
    summary: 'One request, and what signing it today would give',
    access: 'inventory.read',
    answer: { status: 200, description: 'The request' },
    handle: async (call) => json(await getRequest(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/requests/{id}/approve',
    summary: 'Issue what it asks for, by the policy of today',
    access: 'request.decide',
    body: approveRequestRequest,
    once: true,
    answer: { status: 201, description: 'The certificate' },
    handle: async (call) => {
      const { certificate, lints } = await approveRequest(
        call.context,
        call.actor,
        parameter(call, 'id'),
        bodyOf(call, approveRequestRequest),
      );
      return created({ ...certificate, lints } as { id: string }, `/certificates/${certificate.id}`);
    },
  },
  {
    method: 'POST',
    path: '/requests/{id}/reject',
    summary: 'Reject it, with the reason',
    access: 'request.decide',
    body: rejectRequestRequest,
    answer: { status: 204, description: 'Rejected' },
    handle: async (call) => {
      await rejectRequest(call.context, call.actor, parameter(call, 'id'), bodyOf(call, rejectRequestRequest).reason);
      return empty();
    },
  },
];

import { acceptInvitation, readInvitation } from '../../services/accept-invitation.ts';
import { createApiToken, listApiTokens, revokeApiToken } from '../../services/api-tokens.ts';
import { changePassword } from '../../services/change-password.ts';
import {
  allowNewPassword,
  changeOperator,
  disableOperator,
  enableOperator,
  endSessionsOf,
  getOperator,
  inviteOperator,
  listOperators,
  withdrawInvitation,
} from '../../services/manage-operators.ts';
import { signIn } from '../../services/sign-in.ts';
import { type ApiRoute, bodyOf, empty, json, parameter, queryOf } from '../api-route.ts';
import {
  acceptInvitationRequest,
  apiTokensQuery,
  changeOperatorRequest,
  changePasswordRequest,
  createApiTokenRequest,
  invitationTokenRequest,
  inviteOperatorRequest,
} from '../contracts/operators.ts';

export const operatorRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/operators',
    summary: 'The operators, and invitations that nobody accepted yet',
    access: 'operator.read',
    answer: { status: 200, description: 'Operators in the order in which they joined' },
    handle: async ({ context, actor }) => json(await listOperators(context, actor)),
  },
  {
    method: 'GET',
    path: '/operators/{id}',
    summary: 'One operator',
    access: 'operator.read',
    answer: { status: 200, description: 'The operator' },
    handle: async (call) => json(await getOperator(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/operators/invitations',
    summary: 'Invite somebody to become an operator: the token of the link is in the answer, once',
    access: 'operator.manage',
    body: inviteOperatorRequest,
    answer: { status: 201, description: 'The invitation and its token' },
    handle: async (call) =>
      json(await inviteOperator(call.context, call.actor, bodyOf(call, inviteOperatorRequest)), 201),
  },
  {
    method: 'DELETE',
    path: '/operators/invitations/{id}',
    summary: 'Withdraw an invitation',
    access: 'operator.manage',
    answer: { status: 204, description: 'The link no longer works' },
    handle: async (call) => {
      await withdrawInvitation(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
  {
    method: 'PATCH',
    path: '/operators/{id}',
    summary: 'Change name, roles or limits of somebody else, who has to sign in again',
    access: 'operator.manage',
    body: changeOperatorRequest,
    answer: { status: 200, description: 'The operator' },
    handle: async (call) =>
      json(await changeOperator(call.context, call.actor, parameter(call, 'id'), bodyOf(call, changeOperatorRequest))),
  },
  {
    method: 'POST',
    path: '/operators/{id}/disable',
    summary: 'Disable somebody else: sessions and tokens end at once',
    access: 'operator.manage',
    answer: { status: 204, description: 'The operator cannot sign in any more' },
    handle: async (call) => {
      await disableOperator(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
  {
    method: 'POST',
    path: '/operators/{id}/enable',
    summary: 'Let a disabled operator in again',
    access: 'operator.manage',
    answer: { status: 204, description: 'The operator can sign in' },
    handle: async (call) => {
      await enableOperator(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
  {
    method: 'POST',
    path: '/operators/{id}/new-password',
    summary: 'A link with which an operator chooses a new password: its token is in the answer, once',
    access: 'operator.manage',
    answer: { status: 201, description: 'The invitation and its token' },
    handle: async (call) => json(await allowNewPassword(call.context, call.actor, parameter(call, 'id')), 201),
  },
  {
    method: 'DELETE',
    path: '/operators/{id}/sessions',
    summary: 'End all sessions of an operator, except the one that asks',
    access: 'operator.manage',
    answer: { status: 200, description: 'How many there were' },
    handle: async (call) => json({ ended: await endSessionsOf(call.context, call.actor, parameter(call, 'id')) }),
  },
  {
    method: 'POST',
    path: '/invitations/read',
    summary: 'What the link of an invitation is for',
    access: 'anyone',
    body: invitationTokenRequest,
    answer: { status: 200, description: 'For whom it is, and until when' },
    handle: async (call) => json(await readInvitation(call.context, bodyOf(call, invitationTokenRequest).token)),
  },
  {
    method: 'POST',
    path: '/invitations/accept',
    summary: 'Choose a password with the link of an invitation, once, and be signed in',
    access: 'anyone',
    body: acceptInvitationRequest,
    answer: { status: 201, description: 'The operator; the session cookie is set' },
    handle: async (call) => {
      const request = bodyOf(call, acceptInvitationRequest);
      const { email } = await acceptInvitation(call.context, request);
      const { operator, setCookies } = await signIn(call.context, {
        email,
        password: request.password,
        headers: call.exchange.request.headers,
        remoteAddress: call.exchange.remoteAddress,
      });
      return { kind: 'json', status: 201, value: { operator }, setCookies };
    },
  },
  {
    method: 'POST',
    path: '/session/password',
    summary: "Change one's own password; all other sessions end",
    access: 'session.manage',
    body: changePasswordRequest,
    answer: { status: 204, description: 'The password is changed' },
    handle: async (call) => {
      await changePassword(call.context, call.actor, bodyOf(call, changePasswordRequest));
      return empty();
    },
  },
  {
    method: 'GET',
    path: '/tokens',
    summary: "API tokens: one's own, or everybody's",
    access: 'token.manage',
    query: apiTokensQuery,
    answer: { status: 200, description: 'Tokens, newest first; never their secrets' },
    handle: async (call) =>
      json({ items: await listApiTokens(call.context, call.actor, queryOf(call, apiTokensQuery)) }),
  },
  {
    method: 'POST',
    path: '/tokens',
    summary: 'Make an API token: its text is in the answer, once',
    access: 'token.manage',
    body: createApiTokenRequest,
    answer: { status: 201, description: 'The token and its text' },
    handle: async (call) =>
      json(await createApiToken(call.context, call.actor, bodyOf(call, createApiTokenRequest)), 201),
  },
  {
    method: 'DELETE',
    path: '/tokens/{id}',
    summary: 'Revoke an API token at once',
    access: 'token.manage',
    answer: { status: 204, description: 'The token no longer works' },
    handle: async (call) => {
      await revokeApiToken(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
];

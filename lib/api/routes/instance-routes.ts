import type { z } from 'zod';
import { CountersignError } from '../../domain/errors.ts';
import { ownPath } from '../../http/guards.ts';
import { authorise } from '../../services/authorise.ts';
import { confirmClock, getClock } from '../../services/confirm-clock.ts';
import { getKeyProtection, protectKeys } from '../../services/protect-keys.ts';
import { readSetup } from '../../services/read-setup.ts';
import { setUpInstance } from '../../services/set-up-instance.ts';
import { checkSetupToken } from '../../services/setup-token.ts';
import { endSession, getSessionEnd, listSessions, signIn, signOut } from '../../services/sign-in.ts';
import { stepUp } from '../../services/step-up.ts';
import { unsealKeys } from '../../services/unseal-keys.ts';
import { type ApiRoute, bodyOf, empty, json, parameter } from '../api-route.ts';
import { stepUpRequest } from '../contracts/files.ts';
import { protectKeysRequest } from '../contracts/operators.ts';
import { setupRequest, setupTokenRequest, signInForm, signInRequest, unsealRequest } from '../contracts/requests.ts';

export const instanceRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/setup',
    summary: 'Whether the set-up is finished',
    access: 'anyone',
    answer: { status: 200, description: 'The state of the set-up' },
    handle: async ({ context }) => json(await readSetup(context)),
  },
  {
    method: 'POST',
    path: '/setup/check-token',
    summary: 'Check the setup token before filling in the form',
    access: 'anyone',
    body: setupTokenRequest,
    answer: { status: 204, description: 'The token is right' },
    handle: async (call) => {
      await checkSetupToken(call.context, bodyOf(call, setupTokenRequest).setupToken);
      return empty();
    },
  },
  {
    method: 'POST',
    path: '/setup',
    summary: 'First run: operator, key protection, organisation and, when asked for, root and issuing authority',
    access: 'anyone',
    body: setupRequest,
    answer: { status: 201, description: 'The set-up is finished and the operator is signed in' },
    handle: async (call) => {
      const request = bodyOf(call, setupRequest);
      const result = await setUpInstance(call.context, request);
      const session = await signIn(call.context, {
        email: request.operator.email,
        password: request.operator.password,
        headers: call.exchange.request.headers,
        remoteAddress: call.exchange.remoteAddress,
      });
      return { kind: 'json', status: 201, value: result, setCookies: session.setCookies };
    },
  },
  {
    method: 'POST',
    path: '/session',
    summary: 'Sign in',
    access: 'anyone',
    body: signInRequest,
    answer: { status: 200, description: 'The operator; the session cookie is set' },
    handle: async (call) => {
      const { email, password, code } = bodyOf(call, signInRequest);
      const { operator, setCookies } = await signIn(call.context, {
        email,
        password,
        code,
        headers: call.exchange.request.headers,
        remoteAddress: call.exchange.remoteAddress,
      });
      return { kind: 'json', status: 200, value: { operator }, setCookies };
    },
  },
  {
    method: 'POST',
    path: '/session/form',
    summary: 'Sign in from a page without script: goes on to `next`, or back to the form with the reason',
    access: 'anyone',
    body: signInForm,
    form: true,
    answer: { status: 303, description: 'Signed in, or not: see the address' },
    handle: async ({ context, body, exchange }) => {
      const { email, password, code, next } = body as z.infer<typeof signInForm>;
      const onwards = ownPath(next);
      try {
        const { setCookies } = await signIn(context, {
          email,
          password,
          code,
          headers: exchange.request.headers,
          remoteAddress: exchange.remoteAddress,
        });
        return { kind: 'see-other', path: onwards, setCookies };
      } catch (error) {
        if (!(error instanceof CountersignError)) throw error;
        const back = new URLSearchParams({ ...(onwards === '/' ? {} : { next: onwards }), refused: error.code });
        return { kind: 'see-other', path: `/login?${back}` };
      }
    },
  },
  {
    method: 'POST',
    path: '/session/step-up',
    summary: 'Give the password again: for 5 minutes private keys may leave',
    access: 'session.manage',
    body: stepUpRequest,
    answer: { status: 204, description: 'The password is right' },
    handle: async (call) => {
      await stepUp(call.context, call.actor, bodyOf(call, stepUpRequest).password);
      return empty();
    },
  },
  {
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in',
    access: 'session.manage',
    answer: { status: 200, description: 'The operator' },
    handle: async ({ actor }) => {
      authorise(actor, 'session.manage');
      return json({ operator: actor.kind === 'operator' ? actor.operator : null });
    },
  },
  {
    method: 'GET',
    path: '/session/end',
    summary: 'How many seconds the session has left, unused and at most; asking does not make it last longer',
    access: 'session.manage',
    unattended: true,
    answer: { status: 200, description: 'The seconds' },
    handle: async ({ context, actor }) => json(await getSessionEnd(context, actor)),
  },
  {
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    access: 'session.manage',
    answer: { status: 204, description: 'The session is over' },
    handle: async ({ context, actor, exchange }) =>
      empty((await signOut(context, actor, exchange.request.headers)).setCookies),
  },
  {
    method: 'GET',
    path: '/sessions',
    summary: "The operator's own sessions",
    access: 'session.manage',
    answer: { status: 200, description: 'Sessions, newest first' },
    handle: async ({ context, actor }) => json({ items: await listSessions(context, actor) }),
  },
  {
    method: 'DELETE',
    path: '/sessions/{id}',
    summary: "End one of the operator's own sessions",
    access: 'session.manage',
    answer: { status: 204, description: 'The session is over' },
    handle: async (call) => {
      await endSession(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
  {
    method: 'GET',
    path: '/keys/protection',
    summary: 'What protects the keys at rest',
    access: 'inventory.read',
    answer: { status: 200, description: 'Key file or passphrase' },
    handle: async ({ context, actor }) => json(await getKeyProtection(context, actor)),
  },
  {
    method: 'POST',
    path: '/keys/protection',
    summary: 'Another passphrase, or a change between passphrase and key file; stored keys are not touched',
    access: 'keys.protect',
    body: protectKeysRequest,
    answer: { status: 200, description: 'What protects them from now on' },
    handle: async (call) => json(await protectKeys(call.context, call.actor, bodyOf(call, protectKeysRequest))),
  },
  {
    method: 'GET',
    path: '/clock',
    summary: 'The time of this machine, and whether it can be right',
    access: 'inventory.read',
    answer: { status: 200, description: 'The time and the verdict' },
    handle: async ({ context, actor }) => json(await getClock(context, actor)),
  },
  {
    method: 'POST',
    path: '/clock/confirm',
    summary: 'Say that the time of this machine is right, after it was doubted',
    access: 'keys.unseal',
    answer: { status: 204, description: 'Things are signed again' },
    handle: async ({ context, actor }) => {
      await confirmClock(context, actor);
      return empty();
    },
  },
  {
    method: 'POST',
    path: '/seal/unseal',
    summary: 'Open the keys with the passphrase',
    access: 'keys.unseal',
    body: unsealRequest,
    answer: { status: 204, description: 'The keys are open' },
    handle: async (call) => {
      await unsealKeys(call.context, call.actor, bodyOf(call, unsealRequest).passphrase);
      return empty();
    },
  },
];

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperatorAccount, OperatorRole } from '../domain/operators.ts';
import type { Log } from '../domain/ports.ts';
import type { ClockGuard } from '../services/clock-guard.ts';
import { newOperator } from '../services/new-operator.ts';
import type { Actor, ServiceContext } from '../services/service-context.ts';
import { readConfig } from './config.ts';
import { createContext } from './create-context.ts';

/** The services on a real store and a real signer in a directory of their own, set up and without a listener. */

export interface TestContext {
  readonly context: ServiceContext;
  readonly directory: string;
  close(): Promise<void>;
}

export const OPERATOR: Actor = {
  kind: 'operator',
  operator: {
    id: 'operator',
    email: 'operator@example.test',
    name: 'Operator',
    roles: ['ca-admin', 'security-admin'],
    authorityIds: null,
  },
  sessionId: 'session',
};

/** As if the operator had typed the password again just now. */
export function passwordGivenAgain({ stepUp, clock }: ServiceContext): void {
  stepUp.sessions.set('session', clock.now());
}

export async function startTestContext(): Promise<TestContext> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-context-'));
  const running = await createContext(readConfig({ COUNTERSIGN_DATA: directory, LOG_LEVEL: 'silent' }), QUIET);
  // Tests move their clocks about.
  const context = { ...running.services, clockGuard: TRUSTING };
  const protection = await context.signer.initialise({ instanceId: 'test', mode: 'key-file', passphrase: null });
  await context.store.transaction((tx) =>
    tx.createInstance({ instanceId: 'test', organisation: 'Test Org', createdAt: context.clock.now() }, protection),
  );
  return {
    context,
    directory,
    close: async () => {
      await running.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Somebody who can sign in. */
export async function addOperator(
  context: ServiceContext,
  {
    email,
    password,
    roles = ['ca-admin', 'security-admin'],
  }: { email: string; password: string; roles?: readonly OperatorRole[] },
): Promise<OperatorAccount> {
  const made = await newOperator(context, { email, name: email, roles, authorityIds: null, password });
  await context.store.transaction((tx) => tx.insertOperator(made.operator, made.passwordHash));
  return made.operator;
}

const TRUSTING: ClockGuard = { verdict: async () => ({ state: 'trusted' }), confirm: () => undefined };

const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../domain/ports.ts';
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
  operator: { id: 'operator', email: 'operator@example.test', name: 'Operator', role: 'administrator' },
  sessionId: 'session',
};

/** As if the operator had typed the password again just now. */
export function passwordGivenAgain({ stepUp, clock }: ServiceContext): void {
  stepUp.sessions.set('session', clock.now());
}

export async function startTestContext(): Promise<TestContext> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-context-'));
  const running = await createContext(readConfig({ COUNTERSIGN_DATA: directory, LOG_LEVEL: 'silent' }), QUIET);
  const context = running.services;
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

const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

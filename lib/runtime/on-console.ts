import type { Log } from '../domain/ports.ts';
import { recoverOperator } from '../services/recover-operator.ts';
import { readConfig } from './config.ts';
import { createContext } from './create-context.ts';

/**
 * What is done with the data itself instead of over the network, by whoever may read it: the server is stopped, or (with PostgreSQL)
 * runs on beside it. Throws what an operator must see.
 */
export async function recoverOnConsole(email: string): Promise<{ readonly url: string; readonly expiresAt: Date }> {
  const config = readConfig();
  const running = await createContext(config, QUIET);
  try {
    const { invitation, token } = await recoverOperator(running.services, email);
    return { url: `${config.adminUrl}/invitation#token=${token}`, expiresAt: invitation.expiresAt };
  } finally {
    await running.close();
  }
}

const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

import type { Server } from 'node:http';
import { allowedHosts } from '../http/guards.ts';
import { startJobs } from '../jobs/schedule.ts';
import { recoverIntents } from '../services/recover-intents.ts';
import { issueSetupToken } from '../services/setup-token.ts';
import { openKeysAtStart } from '../services/unseal-keys.ts';
import { type Config, isLoopback } from './config.ts';
import { createContext, type RunningContext } from './create-context.ts';
import { createAdminServer, createPublicServer, listen, type PageHandler } from './listeners.ts';
import { createLog } from './logger.ts';
import { startProof } from './proof-listener.ts';
import { registerContext } from './registry.ts';

export interface RunningServer {
  readonly adminUrl: string;
  readonly publicUrl: string;
  /** Null once the set-up is finished. */
  readonly setupToken: string | null;
  readonly sealed: boolean;
  readonly context: RunningContext;
  stop(): Promise<void>;
}

/**
 * Starts everything in the order in which it may fail without harm: database, keys, recovery of what a crash
 * interrupted, then the doors. Throws what an operator must see; nothing is left open then.
 */
export async function startServer(
  config: Config,
  args: { preparePages: () => Promise<PageHandler>; styleAttributeHashes: readonly string[]; dev: boolean },
): Promise<RunningServer> {
  const log = createLog(config.logLevel);
  const context = await createContext(config, log);
  const servers: Server[] = [];
  try {
    await openKeysAtStart(context.services, context.signer.awaitPassphrase);
    await recoverIntents(context.services);
    registerContext(context.pages);
    let ready = false;
    let pages: PageHandler | null = null;
    const allowed = allowedHosts({
      adminUrl: config.adminUrl,
      port: config.adminPort,
      loopback: isLoopback(config.host),
    });
    const admin = createAdminServer({
      services: context.services,
      allowed,
      pages: (request, response) => (pages as PageHandler)(request, response),
      ready: async () => ready && (await isWorking(context)),
      styleAttributeHashes: args.styleAttributeHashes,
      dev: args.dev,
    });
    const publicServer = createPublicServer(context.services);
    // Ports are taken before the pages are loaded, so that a port in use is said at once.
    servers.push(publicServer, admin);
    await listen(publicServer, { host: config.host, port: config.publicPort, variable: 'COUNTERSIGN_PUBLIC_PORT' });
    pages = await args.preparePages();
    await listen(admin, { host: config.host, port: config.adminPort, variable: 'COUNTERSIGN_ADMIN_PORT' });
    ready = true;
    const stopJobs = startJobs(context.services);
    const stopProof =
      config.proofPort === 0
        ? async () => undefined
        : startProof(context.services, { host: config.host, port: config.proofPort });
    const setupToken = await issueSetupToken(context.services, config.setupToken);
    return {
      adminUrl: config.adminUrl,
      publicUrl: config.publicUrl,
      setupToken,
      sealed: (await context.services.signer.state()) === 'sealed',
      context,
      stop: async () => {
        ready = false;
        await Promise.all(servers.map(closeServer));
        await stopProof();
        await stopJobs();
        await context.close();
      },
    };
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    await context.close();
    throw error;
  }
}

/** Ready for work: the database answers and the keys are open (or do not exist yet). */
async function isWorking(context: RunningContext): Promise<boolean> {
  try {
    await context.services.store.auditHead();
    return (await context.services.signer.state()) !== 'sealed';
  } catch (error) {
    context.services.log.error({ error }, 'the database does not answer');
    return false;
  }
}

/** Lets running requests finish for a few seconds, then cuts them. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    const timer = setTimeout(() => server.closeAllConnections(), 5_000);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

import { createRequire } from 'node:module';
import { STYLE_ATTRIBUTE_HASHES } from '../components/csp-hashes.ts';
import { type Config, ConfigRefusal, readConfig } from '../lib/runtime/config.ts';
import { StartRefusal } from '../lib/runtime/data-directory.ts';
import type { PageHandler } from '../lib/runtime/listeners.ts';
import { type RunningServer, startServer } from '../lib/runtime/start-server.ts';

// Files made by this program are for its own user only.
process.umask(0o077);
const dev = process.argv.includes('--dev');

try {
  const config = readConfig();
  const server = await startServer(config, {
    preparePages: () => preparePages(config),
    styleAttributeHashes: STYLE_ATTRIBUTE_HASHES,
    dev,
  });
  announce(server);
  stopOnSignal(server);
} catch (error) {
  explain(error);
  process.exit(1);
}

/** Next renders pages only; it is loaded last, and its own signal handling stays out. */
async function preparePages(config: Config): Promise<PageHandler> {
  const next = createRequire(import.meta.url)('next') as typeof import('next').default;
  const app = next({ dev, dir: config.programDirectory, hostname: config.host, port: config.adminPort });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (request, response) => handle(request, response);
}

function announce(server: RunningServer): void {
  const lines = ['', `  Countersign is running: ${server.adminUrl}`];
  if (server.setupToken !== null)
    lines.push(
      '',
      `  First run. Open  ${server.adminUrl}/setup#token=${server.setupToken}`,
      `  Setup token:     ${server.setupToken}   (valid 30 minutes, once)`,
    );
  if (server.sealed) lines.push('', `  The keys are sealed. Unseal them at ${server.adminUrl}/unseal`);
  lines.push('', `  CRL, OCSP and issuer certificates: ${server.publicUrl}`, `  Data: ${server.context.storage}`, '');
  console.log(lines.join('\n'));
}

function stopOnSignal(server: RunningServer): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      server.stop().then(
        () => process.exit(0),
        (error) => {
          explain(error);
          process.exit(1);
        },
      );
    });
  }
}

/** Expected refusals in their own words; anything else with its trace, because it is a defect. */
function explain(error: unknown): void {
  const expected =
    error instanceof ConfigRefusal ||
    error instanceof StartRefusal ||
    (error instanceof Error && (error.name === 'DatabaseRefusal' || error.name === 'CountersignError'));
  console.error(expected ? `\nCountersign cannot start.\n${(error as Error).message}\n` : error);
}

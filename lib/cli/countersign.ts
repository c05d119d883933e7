import { Command } from 'commander';
import { ApiRefusal, createApiClient } from '../api/client.ts';

export interface Terminal {
  readonly write: (line: string) => void;
  readonly complain: (line: string) => void;
  /** All of standard input, for secrets that must not stand in an argument list. */
  readonly readInput: () => Promise<string>;
  /** Acts on the data itself, without a server. */
  readonly recoverOperator: (email: string) => Promise<{ readonly url: string; readonly expiresAt: Date }>;
}

/** The `countersign` command. Returns the exit code. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('countersign')
    .description('Works with a running Countersign over its REST API.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    });
  program
    .command('setup')
    .description('first run without a browser: operator, key protection, organisation, root and issuing authority')
    .requiredOption(
      '--token <token>',
      'the setup token that the server printed (or COUNTERSIGN_SETUP_TOKEN of the server)',
    )
    .requiredOption('--email <address>', "the first operator's e-mail address")
    .requiredOption('--organisation <name>', 'the name that authorities carry')
    .option('--url <url>', 'where the server listens', 'http://127.0.0.1:3000')
    .option('--no-authorities', 'create no root and issuing authority')
    .addHelpText(
      'after',
      "\nThe operator's password is read from standard input, for example:\n  countersign setup --token … --email admin@example.com --organisation Acme < password.txt",
    )
    .action(
      async (options: { token: string; email: string; organisation: string; url: string; authorities: boolean }) => {
        const password = (await terminal.readInput()).replace(/\r?\n$/, '');
        const client = createApiClient(options.url.replace(/\/$/, ''));
        const result = await client.post('/setup', {
          setupToken: options.token,
          operator: { email: options.email, password },
          organisation: options.organisation,
          ...(options.authorities ? { root: {}, issuing: {} } : {}),
        });
        terminal.write(JSON.stringify(result, null, 2));
      },
    );
  program
    .command('recover-operator')
    .description('when nobody who manages operators can sign in: a link with which one of them chooses a new password')
    .requiredOption('--email <address>', 'the address of an operator')
    .addHelpText(
      'after',
      '\nWorks on the data itself, with the settings of the server (COUNTERSIGN_DATA, DATABASE_URL). Stop the server first when it uses SQLite.\nThe operator is enabled, becomes security administrator, and all of it is in the log.',
    )
    .action(async ({ email }: { email: string }) => {
      const { url, expiresAt } = await terminal.recoverOperator(email);
      terminal.write(`Start the server, then open this link once, before ${expiresAt.toISOString()}:\n\n  ${url}\n`);
    });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof ApiRefusal) {
      terminal.complain(error.problem.detail ?? error.message);
      for (const field of error.problem.fields ?? []) terminal.complain(`  ${field.field}: ${field.message}`);
      return 1;
    }
    if (error instanceof Error && /^(CountersignError|DatabaseRefusal|ConfigRefusal|StartRefusal)$/.test(error.name)) {
      terminal.complain(error.message);
      return 1;
    }
    if (error instanceof Error && 'exitCode' in error) return Number(error.exitCode);
    terminal.complain(
      error instanceof TypeError
        ? `The server cannot be reached: ${String((error.cause as Error | undefined)?.message ?? error.message)}.`
        : String(error),
    );
    return 1;
  }
}

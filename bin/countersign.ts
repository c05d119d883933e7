import { text } from 'node:stream/consumers';
import { runCli } from '../lib/cli/countersign.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  write: (line) => console.log(line),
  complain: (line) => console.error(line),
  readInput: () => text(process.stdin),
  // Loaded when it is asked for: other commands need no database.
  recoverOperator: async (email) => (await import('../lib/runtime/on-console.ts')).recoverOnConsole(email),
});

import { once } from 'node:events';
import { answerLines } from '../lib/cli/verify-path.ts';
import { systemClock } from '../lib/runtime/clock.ts';

// A reader that has seen enough closes its end; that is no error of ours.
process.stdout.on('error', () => process.exit(0));

await answerLines({
  input: process.stdin,
  now: systemClock.now,
  complain: (error) => console.error(error),
  write: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
});

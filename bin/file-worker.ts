import { runFileWorker } from '../lib/keys/file-worker.ts';

// Started by the server with an IPC channel, for one task.
process.umask(0o077);
if (!process.send) {
  console.error('The file worker is started by the Countersign server, not by hand.');
  process.exit(2);
}
runFileWorker();

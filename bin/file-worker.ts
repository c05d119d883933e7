import { runFileWorker } from '../lib/keys/file-worker.ts';

// Started by the server as a thread.
runFileWorker();

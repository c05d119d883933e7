import { parentPort, workerData } from 'node:worker_threads';
import { runRevokedReader } from '../lib/store/revoked-reader.ts';

// Started by the store as a thread, for one long list.
if (!parentPort) {
  console.error('The reader of revoked entries is a thread of the Countersign server, not started by hand.');
  process.exit(2);
}
runRevokedReader(parentPort, workerData);

import { Socket } from 'node:net';
import { PIECE_CHANNEL } from '../lib/keys/piece-channel.ts';
import { runSigner } from '../lib/keys/signer-process.ts';

// Started by the server with an IPC channel and a pipe; argument: the key file's path.
process.umask(0o077);
const keyFilePath = process.argv[2];
if (!process.send || !keyFilePath) {
  console.error('The signer is started by the Countersign server, not by hand.');
  process.exit(2);
}
runSigner(keyFilePath, new Socket({ fd: PIECE_CHANNEL }));

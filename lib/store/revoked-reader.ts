import type { MessagePort } from 'node:worker_threads';
import { type RevokedQuestion, sqliteRevokedSlices } from './revoked-slices.ts';

/** What the thread says for each slice it was asked for; `null` after the last. */
export type RevokedSaid = Uint8Array | null;

/**
 * The thread that reads long lists: each message asks for one more slice. The database is read there while slices
 * that came before are encoded here.
 */
export function runRevokedReader(port: MessagePort, question: RevokedQuestion): void {
  const slices = sqliteRevokedSlices(question);
  port.on('message', () => {
    const { value, done } = slices.next();
    if (done) {
      port.postMessage(null);
      port.close();
      return;
    }
    // The octets change hands; those that share a buffer with others are copied.
    const own = value.byteLength === value.buffer.byteLength ? value : value.slice();
    port.postMessage(own, [own.buffer as ArrayBuffer]);
  });
}

import { parentPort, workerData } from 'node:worker_threads';
import { PkiError, type PkiErrorCode } from '../pki/types.ts';
import { type FileAnswers, type FileTask, runFileTask } from './file-tasks.ts';

/** The thread's messages: that it begins, then one of the others. */
export type FileWorkerMessage =
  | { readonly step: 'begun' }
  | { readonly step: 'done'; readonly answer: FileAnswers[FileTask['kind']] }
  | { readonly step: 'refused'; readonly code: PkiErrorCode; readonly message: string };

/** One task in a thread of its own: it comes as the thread's data, and the thread ends after its answer. */
export function runFileWorker(): void {
  const port = parentPort;
  if (port === null) throw new Error('The file worker is started by the Countersign server, not by hand.');
  const post = (message: FileWorkerMessage) => port.postMessage(message);
  post({ step: 'begun' });
  try {
    runFileTask(workerData as FileTask, (answer) => post({ step: 'done', answer }));
  } catch (error) {
    // What is not a refusal ends the thread, and the main process says so.
    if (!(error instanceof PkiError)) throw error;
    post({ step: 'refused', code: error.code, message: error.message });
  }
}

import { PkiError, type PkiErrorCode } from '../pki/types.ts';
import { type FileAnswers, type FileTask, runFileTask } from './file-tasks.ts';

/** The process's messages: that it is ready for its task, then one of the others. */
export type FileWorkerMessage =
  | { readonly step: 'ready' }
  | { readonly step: 'done'; readonly answer: FileAnswers[FileTask['kind']] }
  | { readonly step: 'refused'; readonly code: PkiErrorCode; readonly message: string };

/** One task in a process of its own, over the channel it was born with; it leaves when its answer is gone. */
export function runFileWorker(): void {
  const send = (message: FileWorkerMessage, then: () => void) => process.send?.(message, then);
  const leave = () => process.exit(0);
  process.once('message', (task) => {
    try {
      runFileTask(task as FileTask, (answer) => send({ step: 'done', answer }, leave));
    } catch (error) {
      // What is not a refusal ends the process, and the main process says so.
      if (!(error instanceof PkiError)) throw error;
      send({ step: 'refused', code: error.code, message: error.message }, leave);
    }
  });
  process.on('disconnect', leave);
  // Signals go to the whole foreground group; the main process decides when this one ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  send({ step: 'ready' }, () => undefined);
}

import { Worker } from 'node:worker_threads';
import { CountersignError } from '../domain/errors.ts';
import type { FileWork, Log } from '../domain/ports.ts';
import { PkiError } from '../pki/types.ts';
import type { FileAnswers, FileTask } from './file-tasks.ts';
import type { FileWorkerMessage } from './file-worker.ts';

/**
 * Foreign files are read, and password-protected files made, in a thread for each task, with bounded memory and time:
 * one that overruns is ended, and the caller gets a refusal while everything else goes on.
 */
export function createFileWork(args: {
  readonly entryFile: string;
  readonly log: Log;
  /** For tests; in milliseconds from the task's begin. */
  readonly deadline?: (task: FileTask) => number;
}): FileWork {
  const queue = new Turns();
  const run = <Kind extends FileTask['kind']>(task: Extract<FileTask, { kind: Kind }>) =>
    queue.take(() => runInThread(args, task)) as Promise<FileAnswers[Kind]>;
  return {
    recognise: (input) => run({ kind: 'recognise', input }),
    importMaterial: (input) => run({ kind: 'importMaterial', input }),
    inspect: (input) => run({ kind: 'inspect', input }),
    buildExport: (input) => run({ kind: 'buildExport', input }),
  };
}

function runInThread(
  args: { readonly entryFile: string; readonly log: Log; readonly deadline?: (task: FileTask) => number },
  task: FileTask,
): Promise<FileAnswers[FileTask['kind']]> {
  const limit = (args.deadline ?? deadlineOf)(task);
  return new Promise((resolve, reject) => {
    const worker = new Worker(args.entryFile, {
      workerData: task,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // A thread that is being ended may still report why; nobody needs to know.
      worker.on('error', () => undefined);
      void worker.terminate();
      settle();
    };
    const overrun = () => end(() => reject(tooMuch(task, `within ${Math.round(limit / 1_000)} seconds`)));
    let timer = setTimeout(overrun, START_MILLISECONDS);
    worker.on('message', (message: FileWorkerMessage) => {
      if (message.step === 'begun') {
        clearTimeout(timer);
        timer = setTimeout(overrun, limit);
      } else if (message.step === 'done') end(() => resolve(message.answer));
      else end(() => reject(new PkiError(message.code, message.message)));
    });
    worker.on('error', (error) => {
      args.log.warn({ error, task: task.kind }, 'the file worker stopped on a task');
      const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
      end(() => reject(outOfMemory ? tooMuch(task, `in ${MAX_HEAP_MB} MiB of memory`) : stopped(task, error)));
    });
    worker.on('exit', () => end(() => reject(stopped(task))));
  });
}

/** D28: two seconds for reading, and one more for each further MiB; twenty where keys are derived from passwords. */
function deadlineOf(task: FileTask): number {
  if (task.kind === 'buildExport') return PASSWORD_MILLISECONDS;
  const { files, passwords } = task.input;
  if (passwords.length > 0 || files.some((file) => (file.passwords ?? []).length > 0)) return PASSWORD_MILLISECONDS;
  const octets = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return Math.min(PASSWORD_MILLISECONDS, 2_000 + Math.floor(octets / 1_048_576) * 1_000);
}

function tooMuch(task: FileTask, bound: string): CountersignError {
  return new CountersignError(
    'validation-failed',
    task.kind === 'buildExport'
      ? `The files could not be made ${bound}. Nothing was handed out; try again, or choose another destination.`
      : `The files could not be read ${bound}, so reading was stopped and nothing was stored. Give fewer files at a time; a single file that does this is damaged or made to do harm.`,
  );
}

function stopped(task: FileTask, cause?: unknown): CountersignError {
  return new CountersignError(
    'validation-failed',
    task.kind === 'buildExport'
      ? 'Making the files stopped unexpectedly. Nothing was handed out; try again, or choose another destination.'
      : 'Reading the files stopped unexpectedly, and nothing was stored. Give them one by one to see which one cannot be read.',
    { cause },
  );
}

/** So many threads at a time, and a short queue: a flood of files must not take the processors. */
class Turns {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= MAX_RUNNING) {
      if (this.#waiting.length >= MAX_WAITING)
        throw new CountersignError('rate-limited', 'Many files are being worked on. Try again in a few seconds.', {
          retryAfterSeconds: 5,
        });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

const MAX_RUNNING = 2;
const MAX_WAITING = 20;
/** docs/decisions/0007 */
const PASSWORD_MILLISECONDS = 20_000;
const START_MILLISECONDS = 20_000;
/** The largest set of files in all its forms, and room. */
const MAX_HEAP_MB = 512;

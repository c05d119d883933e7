import { fork } from 'node:child_process';
import { CountersignError } from '../domain/errors.ts';
import type { FileWork, Log } from '../domain/ports.ts';
import { PkiError } from '../pki/types.ts';
import type { FileAnswers, FileTask } from './file-tasks.ts';
import type { FileWorkerMessage } from './file-worker.ts';

/**
 * Foreign files are read, and password-protected files made, in a process for each task, with bounded memory and time,
 * nothing of the environment and no right to write files or start programs: one that overruns is ended, and the caller
 * gets a refusal while everything else goes on. Why no threads: docs/decisions/0008.
 */
export function createFileWork(args: {
  readonly entryFile: string;
  readonly log: Log;
  /** For tests; in milliseconds from when the process is ready. */
  readonly deadline?: (task: FileTask) => number;
}): FileWork {
  const queue = new Turns();
  // Minutes of arithmetic must not keep a place that files wait for.
  const background = new Turns();
  const run = <Kind extends FileTask['kind']>(task: Extract<FileTask, { kind: Kind }>) =>
    queue.take(() => runInProcess(args, task)) as Promise<FileAnswers[Kind]>;
  return {
    recognise: (input) => run({ kind: 'recognise', input }),
    importMaterial: (input) => run({ kind: 'importMaterial', input }),
    inspect: (input) => run({ kind: 'inspect', input }),
    sharedFactors: (input) =>
      background.take(() => runInProcess(args, { kind: 'sharedFactors', input })) as Promise<
        FileAnswers['sharedFactors']
      >,
    buildExport: (input) => run({ kind: 'buildExport', input }),
  };
}

function runInProcess(
  args: { readonly entryFile: string; readonly log: Log; readonly deadline?: (task: FileTask) => number },
  task: FileTask,
): Promise<FileAnswers[FileTask['kind']]> {
  const limit = (args.deadline ?? deadlineOf)(task);
  return new Promise((resolve, reject) => {
    const child = fork(args.entryFile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { NODE_ENV: 'production' },
      execArgv: [
        '--disable-warning=ExperimentalWarning',
        '--disable-sigusr1',
        `--max-old-space-size=${MAX_HEAP_MB}`,
        '--permission',
        '--allow-fs-read=*',
      ],
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners();
      // A process that is being ended may still report why; nobody needs to know.
      child.on('error', () => undefined);
      child.kill('SIGKILL');
      settle();
    };
    const overrun = () => end(() => reject(tooMuch(task, limit)));
    let timer = setTimeout(overrun, START_MILLISECONDS);
    child.on('message', (message) => {
      const said = message as FileWorkerMessage;
      if (said.step === 'done') end(() => resolve(said.answer));
      else if (said.step === 'refused') end(() => reject(new PkiError(said.code, said.message)));
      else {
        clearTimeout(timer);
        timer = setTimeout(overrun, limit);
        child.send(task, (error) => {
          if (error) end(() => reject(stopped(task, error)));
        });
      }
    });
    child.on('error', (error) => end(() => reject(stopped(task, error))));
    child.on('exit', (code, signal) => {
      args.log.warn({ code, signal, task: task.kind }, 'the file worker stopped on a task');
      end(() => reject(stopped(task)));
    });
  });
}

/** D28: two seconds for reading, and one more for each further MiB; twenty where keys are derived from passwords. */
function deadlineOf(task: FileTask): number {
  if (task.kind === 'buildExport') return PASSWORD_MILLISECONDS;
  if (task.kind === 'sharedFactors') return SEARCH_MILLISECONDS;
  const { files, passwords } = task.input;
  if (passwords.length > 0 || files.some((file) => (file.passwords ?? []).length > 0)) return PASSWORD_MILLISECONDS;
  const octets = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return Math.min(PASSWORD_MILLISECONDS, 2_000 + Math.floor(octets / 1_048_576) * 1_000);
}

function tooMuch(task: FileTask, milliseconds: number): CountersignError {
  if (task.kind === 'sharedFactors') return searchEnded();
  const bound = `within ${Math.max(1, Math.round(milliseconds / 1_000))} seconds`;
  return new CountersignError(
    'validation-failed',
    task.kind === 'buildExport'
      ? `The files could not be made ${bound}. Nothing was handed out; try again, or choose another destination.`
      : `The files could not be read ${bound}, so reading was stopped and nothing was stored. Give fewer files at a time; a single file that does this is damaged or made to do harm.`,
  );
}

function stopped(task: FileTask, cause?: unknown): CountersignError {
  if (task.kind === 'sharedFactors') return searchEnded(cause);
  return new CountersignError(
    'validation-failed',
    task.kind === 'buildExport'
      ? 'Making the files stopped unexpectedly. Nothing was handed out; try again, or choose another destination.'
      : 'Reading the files stopped unexpectedly, and nothing was stored. Give them one by one to see which one cannot be read.',
    { cause },
  );
}

function searchEnded(cause?: unknown): CountersignError {
  return new CountersignError(
    'internal',
    'The search for RSA keys that share a prime took too much time or memory and was stopped. It begins again at its next turn.',
    { cause },
  );
}

/** So many processes at a time, and a short queue: a flood of files must not take the processors. */
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
/** Ten times what fifty thousand keys take. */
const SEARCH_MILLISECONDS = 600_000;
const START_MILLISECONDS = 20_000;
/** The largest set of files in all its forms, and room. */
const MAX_HEAP_MB = 512;

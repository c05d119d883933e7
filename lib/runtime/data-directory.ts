import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** A start that cannot go on, in words for whoever reads the console. */
export class StartRefusal extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StartRefusal';
  }
}

/** Makes the data directory (0700) and proves that it can be written. Throws StartRefusal. */
export function prepareDataDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // Asking for permission is not enough: a full or read-only file system only shows at the first write.
    writeFileSync(`${path}/.write-test`, '', { mode: 0o600 });
    rmSync(`${path}/.write-test`);
  } catch (cause) {
    throw new StartRefusal(
      `The data directory ${path} cannot be written (${(cause as NodeJS.ErrnoException).code}). Make it writable for the user that runs Countersign, or name another one with COUNTERSIGN_DATA.`,
      { cause },
    );
  }
}

/** A random secret of this installation, kept in a 0600 file. */
export function readOrCreateSecret(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new StartRefusal(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`, { cause: error });
    const secret = randomBytes(32).toString('hex');
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  }
}

import { CountersignError } from '../domain/errors.ts';
import type { FilesToRead } from '../domain/ports.ts';
import { FieldErrors } from './field-errors.ts';

/** Files as a request carries them. */
export interface FilesRequest {
  readonly files: readonly {
    readonly name: string;
    readonly base64: string;
    /** Tried on this file before those of all. */
    readonly password?: string | undefined;
  }[];
  /** Tried wherever a password is needed. */
  readonly passwords?: readonly string[] | undefined;
}

/** The octets of the files. Throws `validation-failed` at the file whose base64 cannot be read, and when there is none. */
export function filesToRead(request: FilesRequest, now: Date): FilesToRead {
  const errors = new FieldErrors();
  const files = request.files.map(({ name, base64, password }, at) => {
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.toString('base64') !== base64)
      errors.add(`files.${at}.base64`, `The content of "${name}" is not base64. Encode the octets of the file.`);
    return {
      fileName: name,
      bytes: new Uint8Array(bytes),
      ...(password === undefined || password === '' ? {} : { passwords: [password] }),
    };
  });
  errors.throwIfAny();
  if (files.length === 0)
    throw new CountersignError('validation-failed', 'There is no file. Choose at least one.', {
      fields: [{ field: 'files', message: 'Choose at least one file.' }],
    });
  return { files, passwords: [...new Set(request.passwords ?? [])].filter((password) => password !== ''), now };
}

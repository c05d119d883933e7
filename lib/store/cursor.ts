import { CountersignError } from '../domain/errors.ts';

/** A place in a list that is ordered by a time and then by id. `kind` keeps the cursor of one list out of another. */
export interface Cursor {
  readonly kind: string;
  readonly direction: 'forward' | 'backward';
  readonly at: Date;
  readonly id: string;
}

export function encodeCursor({ kind, direction, at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([kind, direction, at.getTime(), id])).toString('base64url');
}

/** Throws `validation-failed` for anything that `encodeCursor` did not make for this kind of list. */
export function decodeCursor(text: string, kind: string): Cursor {
  const [foundKind, direction, time, id, ...rest] = parse(text);
  const isWhole =
    foundKind === kind &&
    (direction === 'forward' || direction === 'backward') &&
    typeof time === 'number' &&
    Number.isSafeInteger(time) &&
    Math.abs(time) <= LATEST_TIME &&
    typeof id === 'string' &&
    /^[\x21-\x7e]{1,200}$/.test(id) &&
    rest.length === 0;
  if (!isWhole) throw refuseCursor();
  return { kind, direction, at: new Date(time), id };
}

function parse(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function refuseCursor(): CountersignError {
  return new CountersignError('validation-failed', 'The place in the list cannot be found.', {
    fields: [
      {
        field: 'cursor',
        message:
          'This is not a cursor of this list in this order. Use one from "next" or "previous" of an earlier answer, or leave it out to start at the beginning.',
      },
    ],
  });
}

/** Midnight before the year 10000: what PostgreSQL and our certificates both can say in four digits. */
const LATEST_TIME = Date.UTC(10_000, 0, 1) - 1;

export type DatabaseRefusalCode =
  | 'newer-schema' // the database was migrated by a newer program
  | 'edited-migration' // a migration file is not the one that was applied
  | 'failed-migration' // a migration broke off, or its result contradicts itself
  | 'locked' // another process owns the database
  | 'not-writable'
  | 'unreachable'
  | 'pragma'; // the database does not accept a setting that durability rests on

/** Why the program does not start on this database, in words for its operator: what is, what is expected, what to do. */
export class DatabaseRefusal extends Error {
  readonly code: DatabaseRefusalCode;
  constructor(code: DatabaseRefusalCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DatabaseRefusal';
    this.code = code;
  }
}

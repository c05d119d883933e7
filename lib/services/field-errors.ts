import { CountersignError, type FieldError } from '../domain/errors.ts';
import { PkiError } from '../pki/types.ts';

/** Collects what is wrong with a request, so that one answer names every field. */
export class FieldErrors {
  readonly #errors: FieldError[] = [];

  add(field: string, message: string, suggestion?: string): void {
    this.#errors.push({ field, message, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** Runs a parser of `pki`; what it refuses becomes this field's error and null is returned. */
  take<Value>(field: string, parse: () => Value): Value | null {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      this.add(field, error.message, error.suggestion);
      return null;
    }
  }

  /** Hands everything over to `target`, under the names its form uses. */
  moveTo(target: FieldErrors, renamed: Readonly<Record<string, string>>): void {
    for (const error of this.#errors.splice(0))
      target.add(renamed[error.field] ?? error.field, error.message, error.suggestion);
  }

  /** What was collected, in order. */
  get list(): readonly FieldError[] {
    return [...this.#errors];
  }

  get count(): number {
    return this.#errors.length;
  }

  get empty(): boolean {
    return this.#errors.length === 0;
  }

  /** Throws `validation-failed` when anything was collected. */
  throwIfAny(): void {
    if (this.#errors.length === 0) return;
    const words =
      this.#errors.length === 1
        ? (this.#errors[0] as FieldError).message
        : `${this.#errors.length} fields need attention: ${this.#errors.map((error) => error.message).join(' ')}`;
    throw new CountersignError('validation-failed', words, { fields: this.#errors });
  }
}

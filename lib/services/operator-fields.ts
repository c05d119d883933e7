import { OPERATOR_ROLES, type OperatorRole } from '../domain/operators.ts';
import type { StoreReads } from '../domain/store.ts';
import type { FieldErrors } from './field-errors.ts';

/** What forms about people share: each returns what is kept, or adds an error at the field. */

export function checkEmail(text: string, errors: FieldErrors, field = 'email'): string {
  const email = text.trim().toLowerCase();
  if (!/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email) || email.length > 254 || !email.isWellFormed())
    errors.add(field, `"${email.slice(0, 100)}" is not an e-mail address. Expected one such as admin@example.com.`);
  return email;
}

/** One line; empty: `fallback`. */
export function checkPersonName(text: string | undefined, fallback: string, errors: FieldErrors): string {
  const name = text?.trim() || fallback;
  if ([...name].length > 100 || /[\p{Cc}\u2028\u2029]/u.test(name) || !name.isWellFormed())
    errors.add('name', 'The name is one line of at most 100 characters. Shorten it.');
  return name;
}

export function checkRoles(names: readonly OperatorRole[], errors: FieldErrors): readonly OperatorRole[] {
  const roles = OPERATOR_ROLES.filter((role) => names.includes(role));
  if (roles.length === 0) errors.add('roles', 'Choose at least one role. "viewer" only reads.');
  return roles;
}

/** Null: all authorities. */
export async function checkAuthorities(
  store: Pick<StoreReads, 'authority'>,
  ids: readonly string[] | null,
  errors: FieldErrors,
): Promise<readonly string[] | null> {
  if (ids === null) return null;
  const each = [...new Set(ids)];
  if (each.length === 0) errors.add('authorityIds', 'Choose at least one authority, or leave it open for all of them.');
  for (const id of each)
    if (!(await store.authority(id)))
      errors.add('authorityIds', `There is no authority "${id}". It may have been deleted meanwhile.`);
  return each;
}

import type { FieldErrors } from './field-errors.ts';

/** 15 to 128 characters, taken as typed; length is what protects, so no rules about kinds of characters. */
export function refuseWeakPassword(errors: FieldErrors, field: string, password: string, email: string): void {
  const length = [...password].length;
  if (length < 15)
    errors.add(
      field,
      `The password has ${length} characters; at least 15 are needed. Several unrelated words are easy to remember.`,
    );
  else if (length > 128) errors.add(field, 'The password is longer than 128 characters. Shorten it.');
  else if (isPredictable(password, email))
    errors.add(
      field,
      'This password is easy to guess: it repeats itself, is a common one, or contains your e-mail address. Choose another.',
    );
}

export function refuseWeakPassphrase(errors: FieldErrors, field: string, passphrase: string): void {
  const length = [...passphrase].length;
  if (length < 15)
    errors.add(field, `The passphrase has ${length} characters; at least 15 are needed. Six unrelated words are good.`);
  else if (length > 512) errors.add(field, 'The passphrase is longer than 512 characters. Shorten it.');
  else if (isPredictable(passphrase, ''))
    errors.add(field, 'This passphrase is easy to guess: it repeats itself or is a common one. Choose another.');
}

function isPredictable(text: string, email: string): boolean {
  const plain = text.toLowerCase();
  const local = email.split('@')[0] ?? '';
  if (new Set(plain).size < 5) return true;
  if (local.length >= 8 && plain.includes(local) && plain.length < local.length + 8) return true;
  if (COMMON.some((word) => plain.replaceAll(word, '').replace(/[\d\s!?.-]+/g, '').length < 4)) return true;
  return /^(.{1,6})\1+.{0,5}$/.test(plain);
}

const COMMON = [
  'password',
  'passwort',
  'countersign',
  'qwertyuiop',
  'qwerty',
  'letmein',
  'welcome',
  'administrator',
  'iloveyou',
  'abcdefghijklmno',
  '123456789012345',
  'changeme',
];

/** How Java's JKS files protect their content; SHA-1 throughout, as it was in 1996. JDK, sun.security.provider.JavaKeyStore and KeyProtector */
import { createHash } from 'node:crypto';
import { PkiError } from './types.ts';

/** The seal over everything before it: 20 octets. */
export function javaKeyStoreSeal(password: string, content: Uint8Array): Uint8Array {
  return new Uint8Array(
    createHash('sha1').update(javaPassword(password)).update('Mighty Aphrodite', 'latin1').update(content).digest(),
  );
}

/** salt ‖ key XOR stream ‖ SHA-1(password ‖ key), with the 20 octets of salt as given. */
export function protectJavaKey(pkcs8Der: Uint8Array, password: string, salt: Uint8Array): Uint8Array {
  const secret = javaPassword(password);
  const check = createHash('sha1').update(secret).update(pkcs8Der).digest();
  return new Uint8Array(Buffer.concat([salt, withStream(pkcs8Der, secret, salt), check]));
}

/** The reverse: null when the password is wrong or the content damaged. */
export function unprotectJavaKey(protectedKey: Uint8Array, password: string): Uint8Array | null {
  if (protectedKey.length < 2 * DIGEST_OCTETS) return null;
  const secret = javaPassword(password);
  const salt = protectedKey.subarray(0, DIGEST_OCTETS);
  const plain = withStream(protectedKey.subarray(DIGEST_OCTETS, -DIGEST_OCTETS), secret, salt);
  const check = createHash('sha1').update(secret).update(plain).digest();
  return check.equals(protectedKey.subarray(-DIGEST_OCTETS)) ? plain : null;
}

/** XOR with SHA-1(password ‖ salt), SHA-1(password ‖ that), and so on. */
function withStream(data: Uint8Array, secret: Uint8Array, salt: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length);
  let stream: Uint8Array = salt;
  for (let at = 0; at < data.length; at += DIGEST_OCTETS) {
    stream = createHash('sha1').update(secret).update(stream).digest();
    for (let index = 0; index < DIGEST_OCTETS && at + index < data.length; index += 1)
      out[at + index] = (data[at + index] as number) ^ (stream[index] as number);
  }
  return out;
}

/** Two octets a UTF-16 unit, the high one first. */
function javaPassword(password: string): Uint8Array {
  if (!password.isWellFormed())
    throw new PkiError('bad-name', 'The password holds half of a surrogate pair. Enter it again.');
  return Buffer.from(password, 'utf16le').swap16();
}

const DIGEST_OCTETS = 20;

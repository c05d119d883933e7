/** Files in one archive, the same octets for the same files. PKWARE APPNOTE 6.3.10 */
import { zipSync } from 'fflate';
import { PkiError } from '../types.ts';

/**
 * A zip archive with the files in their order. Secret files may be read by their owner only where the system keeps permissions. `modifiedAt` is
 * written as UTC, so that the archive does not depend on the time zone. Throws `malformed` for two files of one name.
 */
export function zipFiles(
  files: readonly { readonly name: string; readonly content: Uint8Array; readonly secret: boolean }[],
  modifiedAt: Date,
): Uint8Array {
  const names = new Set(files.map(({ name }) => name.toLowerCase()));
  if (names.size !== files.length)
    throw new PkiError('malformed', 'Two files have the same name, of which an archive keeps one only.');
  const mtime = asLocalTime(modifiedAt);
  return zipSync(
    Object.fromEntries(
      files.map(({ name, content, secret }) => [
        name,
        [content, { mtime, attrs: (secret ? 0o600 : 0o644) << 16, os: 3 }],
      ]),
    ),
  );
}

/** The moment whose local clock shows what the UTC clock shows at `time`: archives hold local time. APPNOTE §4.4.6 */
function asLocalTime(time: Date): Date {
  return new Date(
    time.getUTCFullYear(),
    time.getUTCMonth(),
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  );
}

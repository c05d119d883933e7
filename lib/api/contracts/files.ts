import { z } from 'zod';
import { exportDestinations } from '../../pki/export/plan-export.ts';

/** Bodies of the routes that take or make files. Octets are base64; what the files hold is `pki`'s business. */

/** D28: octets of one request, base64 and all. */
export const FILES_BODY_OCTETS = 16_777_216;
const password = z.string().max(1_000);
const fileName = z.string().max(1_000);
const base64 = z.string().max(FILES_BODY_OCTETS);

const files = {
  files: z
    .array(
      z.strictObject({
        /** With its folder where there is one: it tells whose `index.txt` this is. */
        name: fileName,
        base64,
        /** Tried on this file first. */
        password: password.optional(),
      }),
    )
    .max(1_000),
  /** Tried wherever a password is needed. */
  passwords: z.array(password).max(9).optional(),
};
export const recogniseRequest = z.strictObject(files);
export const importRequest = z.strictObject({
  ...files,
  /** Only these are taken over, each with what it issued. */
  authorities: z
    .array(
      z.strictObject({
        fingerprintSha256: z.string().regex(/^[0-9a-f]{64}$/, 'Write 64 hexadecimal digits in lower case'),
        withoutKey: z.boolean().optional(),
        /** It is here without its key: give it the one that is among the files. */
        attachKey: z.boolean().optional(),
        acceptExpired: z.boolean().optional(),
        acceptUnknownCritical: z.boolean().optional(),
        acceptWeak: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(1_000),
});

export const inspectRequest = z.strictObject({
  /** Pasted text: PEM of any kind, or base64. */
  text: z.string().max(FILES_BODY_OCTETS).optional(),
  files: files.files.optional(),
  passwords: files.passwords,
  /** RFC 3339: when the path is to be valid. Absent: now. */
  time: z.iso.datetime({ offset: true }).optional(),
  /** Also believe the self-signed certificates that were given. */
  trustGiven: z.boolean().optional(),
});

const destination = z.enum(exportDestinations() as [string, ...string[]]);
/** Another certificate of an authority above, by its id, for a chain to another root; absent: those in force. */
const via = z.string().max(64);
/** Without `for`: the plan of every destination. */
export const filesQuery = z.strictObject({ for: destination.optional(), via: via.optional() });
export const filesExportRequest = z.strictObject({
  for: destination,
  /** The name of one file of the plan; absent: all of them, as a zip archive when there are several. */
  file: z.string().max(300).optional(),
  /** 8 to 128 characters; absent where one is needed: it is made and returned in the header `Countersign-Password`. */
  password: password.optional(),
  via: via.optional(),
});
export const stepUpRequest = z.strictObject({ password });

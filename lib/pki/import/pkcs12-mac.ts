/** The seal of PKCS#12 files: HMAC under the old derivation, or PBMAC1. RFC 7292 §4, RFC 9579 */
import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { type DerElement, FieldReader, readOctetString, unexpected } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { OID, oidLabel } from '../oids.ts';
import { derivePkcs12Key, type Pkcs12Digest } from '../pkcs12-key-derivation.ts';
import { PkiError } from '../types.ts';
import {
  passwordForms,
  readHmac,
  readIdentifier,
  readIterations,
  readPbkdf2,
  readSalt,
} from './password-decryption.ts';

/** What the file says about its seal; nothing has been derived yet. */
export interface Pkcs12Mac {
  /** In words. */
  readonly text: string;
  /** The stated count. */
  readonly iterations: number;
  /** What one try costs. */
  readonly rounds: number;
  readonly verify: (password: string, content: Uint8Array) => boolean;
}

/**
 * ```
 * MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }
 * DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
 * ```
 * RFC 7292 §4
 */
export function readPkcs12Mac(element: DerElement): Pkcs12Mac {
  const fields = new FieldReader(element, 'MacData');
  const info = new FieldReader(fields.take(TAG.sequence, 'mac'), 'DigestInfo');
  const { dotted, parameters } = readIdentifier(info.takeAny('digestAlgorithm'), 'digestAlgorithm');
  const expected = readOctetString(info.takeAny('digest'), 'DigestInfo.digest');
  info.finish();
  const salt = readSalt(fields.takeAny('macSalt'), 'MacData.macSalt');
  const iterations = fields.done ? 1 : readIterations(fields.takeAny('iterations'));
  fields.finish();
  if (dotted === OID.pbmac1) return readPbmac1(parameters, expected);
  const digest = MAC_DIGESTS.get(dotted);
  if (digest === undefined)
    throw new PkiError('unsupported', `The file is sealed with ${oidLabel(dotted)}, which is not known here.`);
  return {
    text: `HMAC with ${oidLabel(dotted)}, ${iterations.toLocaleString('en-US')} rounds`,
    iterations,
    rounds: iterations,
    verify: (password, content) =>
      passwordForms(password).some((form) => {
        const octets = DIGEST_OCTETS[digest];
        const key = derivePkcs12Key({ digest, purpose: 3, password: form, salt, iterations, octets });
        return matches(createHmac(digest, key).update(content).digest(), expected);
      }),
  };
}

/**
 * ```
 * PBMAC1-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, messageAuthScheme AlgorithmIdentifier }
 * ```
 * RFC 9579 §5: the length of the key must be stated. RFC 8018 appendix A.5
 */
function readPbmac1(parameters: DerElement | null, expected: Uint8Array): Pkcs12Mac {
  if (parameters === null) throw unexpected('PBMAC1-params');
  const fields = new FieldReader(parameters, 'PBMAC1-params');
  const derivation = readIdentifier(fields.takeAny('keyDerivationFunc'), 'keyDerivationFunc');
  const hmac = readHmac(fields.takeAny('messageAuthScheme'));
  fields.finish();
  if (derivation.dotted !== OID.pbkdf2 || derivation.parameters === null)
    throw new PkiError('unsupported', 'The seal of the file does not use PBKDF2, the only derivation it may have.');
  const { salt, iterations, keyLength, hmac: prf } = readPbkdf2(derivation.parameters);
  if (keyLength === null || keyLength < 20) throw unexpected('PBKDF2-params.keyLength');
  return {
    text: `PBMAC1 with ${hmac.digest.toUpperCase()}, ${iterations.toLocaleString('en-US')} rounds`,
    iterations,
    rounds: iterations * Math.ceil(keyLength / prf.octets),
    verify: (password, content) => {
      const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, iterations, keyLength, prf.digest);
      return matches(createHmac(hmac.digest, key).update(content).digest(), expected);
    },
  };
}

function matches(actual: Uint8Array, expected: Uint8Array): boolean {
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

const DIGEST_OCTETS: Readonly<Record<Pkcs12Digest, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};
const MAC_DIGESTS: ReadonlyMap<string, Pkcs12Digest> = new Map([
  [OID.sha1, 'sha1'],
  [OID.sha224, 'sha224'],
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
]);

/** Serial numbers: from entropy, from what people paste, and as INTEGER content octets. RFC 5280 §4.1.2.2 */
import { PkiError, type SerialNumber } from './types.ts';

/**
 * Serial of exactly 16 octets from 16 random octets: the top bit is cleared (positive, no sign octet) and the next one is set
 * (no leading zero octet), which leaves 126 random bits. Throws `bad-serial` for another count.
 */
export function serialNumberFromEntropy(octets16: Uint8Array): SerialNumber {
  if (octets16.length !== 16)
    throw new PkiError('bad-serial', 'A serial number is made from exactly 16 random octets.');
  const octets = Uint8Array.from(octets16);
  octets[0] = ((octets[0] as number) & 0x7f) | 0x40;
  return toHex(octets) as SerialNumber;
}

/**
 * Serial as people write it: hex with colons, spaces, `0x` and any letter case. Throws `bad-serial` for 0, more than 20 octets
 * (RFC 5280 §4.1.2.2) and anything that is not hex.
 */
export function parseSerialNumber(text: string): SerialNumber {
  // 4 characters an octet (two digits, colon, space) and a prefix; longer text cannot be a serial and is not scanned.
  if (text.length > MAX_SERIAL_OCTETS * 4 + 16) throw tooLong();
  const digits = text.trim().toLowerCase().replace(/^0x/, '').replaceAll(/[\s:]/g, '');
  if (!/^[0-9a-f]+$/.test(digits)) {
    throw new PkiError(
      'bad-serial',
      'This is not a serial number. Enter hexadecimal digits such as `4F:00:1A` or `4f001a`.',
    );
  }
  const significant = digits.replace(/^0+/, '');
  if (significant === '') throw new PkiError('bad-serial', 'A serial number is greater than 0.');
  const even = significant.length % 2 === 0 ? significant : `0${significant}`;
  if (even.length > MAX_SERIAL_OCTETS * 2) throw tooLong();
  if (even.length === MAX_SERIAL_OCTETS * 2 && even >= '8') throw tooLong();
  return even as SerialNumber;
}

/** Content octets of the INTEGER: magnitude with a zero sign octet where the top bit is set. ITU-T X.690 §8.3 */
export function serialNumberToDer(serialNumber: SerialNumber): Uint8Array {
  const signed = serialNumber >= '8' ? `00${serialNumber}` : serialNumber;
  const octets = new Uint8Array(signed.length / 2);
  for (let index = 0; index < octets.length; index += 1) {
    octets[index] = hexDigit(signed.charCodeAt(index * 2)) * 16 + hexDigit(signed.charCodeAt(index * 2 + 1));
  }
  return octets;
}

/**
 * Serial from an INTEGER's content octets. Throws `bad-serial` for negative, zero and more than 20 octets.
 * With `allowZero` zero reads as `"00"`: certificates of old authorities and OCSP questions carry it.
 */
export function serialNumberFromDer(content: Uint8Array, options: { readonly allowZero?: boolean } = {}): SerialNumber {
  if (content.length === 0) throw new PkiError('bad-serial', 'The serial number is empty.');
  if ((content[0] as number) & 0x80)
    throw new PkiError('bad-serial', 'The serial number is negative; serial numbers are greater than 0.');
  if (content.length > MAX_SERIAL_OCTETS) throw tooLong();
  const magnitude = content[0] === 0 ? content.subarray(1) : content;
  if (magnitude.length > 0) return toHex(magnitude) as SerialNumber;
  if (options.allowZero) return '00' as SerialNumber;
  throw new PkiError('bad-serial', 'The serial number is 0; serial numbers are greater than 0.');
}

/** Lowercase hex of octets, two digits each. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}

function tooLong(): PkiError {
  return new PkiError('bad-serial', `A serial number has at most ${MAX_SERIAL_OCTETS} octets.`);
}

/** Value of a lowercase hex digit's character code. */
export function hexDigit(code: number): number {
  return code >= 0x61 ? code - 0x57 : code - 0x30;
}

/** RFC 5280 §4.1.2.2 */
const MAX_SERIAL_OCTETS = 20;

/** The little of DER that a browser needs to ask for a certificate and to pack its files. X.690 */

export type Octets = Uint8Array<ArrayBuffer>;

/** One value: tag, length in the shortest form, content. X.690 §8.1.3, §10.1 */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Octets {
  const content = concat(...parts);
  const { length } = content;
  if (length < 128) return concat(Uint8Array.of(tag, length), content);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return concat(Uint8Array.of(tag, 0x80 | octets.length, ...octets), content);
}

export const sequence = (...parts: readonly Uint8Array[]): Octets => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Octets =>
  // X.690 §11.6: the elements of a SET OF in ascending order.
  tlv(0x31, ...[...parts].sort(compare));
export const octetString = (content: Uint8Array): Octets => tlv(0x04, content);
export const bitString = (content: Uint8Array): Octets => tlv(0x03, Uint8Array.of(0), content);
export const nullValue = (): Octets => tlv(0x05);
export const context = (number: number, ...parts: readonly Uint8Array[]): Octets => tlv(0xa0 | number, ...parts);
export const contextPrimitive = (number: number, content: Uint8Array): Octets => tlv(0x80 | number, content);

/** From octets of an unsigned number: without zeros in front, with one where the sign would be set. X.690 §8.3 */
export function unsigned(octets: Uint8Array): Octets {
  const first = octets.findIndex((octet) => octet !== 0);
  const magnitude = first < 0 ? Uint8Array.of(0) : octets.subarray(first);
  return (magnitude[0] as number) < 0x80 ? tlv(0x02, magnitude) : tlv(0x02, Uint8Array.of(0), magnitude);
}

/** From 0 to 2^32 - 1. */
export function integer(value: number): Octets {
  return unsigned(Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff));
}

/** X.690 §8.19 */
export function oid(dotted: string): Octets {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc % 128];
    for (let more = Math.floor(arc / 128); more > 0; more = Math.floor(more / 128)) digits.unshift(128 + (more % 128));
    return digits;
  });
  return tlv(0x06, Uint8Array.from(octets));
}

export function concat(...parts: readonly Uint8Array[]): Octets {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** PEM with lines of 64 characters. RFC 7468 §3 */
export function pem(label: string, der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (octet) => String.fromCharCode(octet)).join(''));
  return `-----BEGIN ${label}-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
}

/** The DER of every CERTIFICATE in the text, in order. */
export function certificatesIn(text: string): readonly Octets[] {
  return [...text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)].map(
    ([, base64 = '']) => Uint8Array.from(atob(base64.replace(/\s+/g, '')), (character) => character.charCodeAt(0)),
  );
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((octet, index) => octet !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] as number) - (b[at] ?? -1);
}

/** IPv4 and IPv6 text ⇄ octets in one accepted spelling each; everything that some resolver reads differently is refused. */
import type { IpAddress } from './types.ts';

/**
 * Octets of an address, or null when the text is not one. IPv4 is four decimal numbers without leading zeros (`010.0.0.1` is 8.0.0.1 to some
 * systems); IPv6 is RFC 4291 §2.2 without a zone.
 */
export function ipAddressOctets(text: string): Uint8Array | null {
  return text.includes(':') ? ipv6Octets(text) : ipv4Octets(text);
}

/** Canonical text of 4 or 16 octets, or null for another count. RFC 5952 §4 */
export function ipAddressText(octets: Uint8Array): IpAddress | null {
  if (octets.length === 4) return octets.join('.') as IpAddress;
  if (octets.length !== 16) return null;
  const groups = Array.from(
    { length: 8 },
    (_, index) => (octets[index * 2] as number) * 256 + (octets[index * 2 + 1] as number),
  );
  const zeros = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (zeros.length < 2) return hex(groups) as IpAddress;
  return `${hex(groups.slice(0, zeros.start))}::${hex(groups.slice(zeros.start + zeros.length))}` as IpAddress;
}

/** Whether the octets are an IPv4 address inside IPv6 (`::ffff:10.0.0.1`). RFC 4291 §2.5.5.2 */
export function isIpv4Mapped(octets: Uint8Array): boolean {
  return (
    octets.length === 16 &&
    octets.subarray(0, 10).every((octet) => octet === 0) &&
    octets[10] === 0xff &&
    octets[11] === 0xff
  );
}

function ipv4Octets(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  return Uint8Array.from(parts, Number);
}

function ipv6Octets(text: string): Uint8Array | null {
  // 45 characters: eight groups, the last two as IPv4.
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text)) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = ipv6Groups(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? ipv6Groups(halves[1] as string, true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  // `::` stands for at least one group; RFC 5952 §4.2.2 writes a single one out, readers accept both.
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function ipv6Groups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const ipv4 = mayEndInIpv4 && index === parts.length - 1 ? ipv4Octets(part) : null;
    if (ipv4 === null) return null;
    groups.push((ipv4[0] as number) * 256 + (ipv4[1] as number), (ipv4[2] as number) * 256 + (ipv4[3] as number));
  }
  return groups;
}

/** The first of the longest runs of zero groups. RFC 5952 §4.2.3 */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let index = 0; index <= groups.length; index += 1) {
    if (index < groups.length && groups[index] === 0) continue;
    if (index - start > best.length) best = { start, length: index - start };
    start = index + 1;
  }
  return best;
}

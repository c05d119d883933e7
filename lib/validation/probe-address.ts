import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Which addresses of somebody else's server may be asked: those of private networks, as this is a private authority, but none of this machine,
 * of its link, of a group, or of nobody. What is wrapped (RFC 4291 §2.5.5.2, RFC 6052, RFC 3056) is judged by what is inside.
 */
export function isForbiddenAddress(address: string): boolean {
  const inner = unwrap(address);
  if (isIPv4(inner)) return FORBIDDEN.check(inner, 'ipv4');
  return !isIPv6(inner) || FORBIDDEN.check(inner, 'ipv6');
}

const FORBIDDEN = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  // With 169.254.169.254, where clouds keep credentials.
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Metadata of one more cloud.
  ['100.100.100.200', 32],
] as const)
  FORBIDDEN.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  // Teredo carries an address that is hidden.
  ['2001::', 32],
] as const)
  FORBIDDEN.addSubnet(network, prefix, 'ipv6');

function unwrap(address: string): string {
  const plain = address.split('%')[0]?.toLowerCase() ?? '';
  if (!isIPv6(plain)) return plain;
  const groups = expand(plain);
  const [first, second] = groups;
  const asIpv4 = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && (groups[5] === 0xffff || groups[5] === 0);
  if (isMapped && (groups[5] === 0xffff || (groups[6] as number) > 0))
    return asIpv4(groups[6] as number, groups[7] as number);
  if (first === 0x64 && second === 0xff9b) return asIpv4(groups[6] as number, groups[7] as number);
  if (first === 0x2002) return asIpv4(second as number, groups[2] as number);
  return plain;
}

/** Eight numbers; a dotted end counts as two. */
function expand(address: string): readonly number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (high: string | undefined, low: string | undefined) => ((Number(high) << 8) | Number(low)).toString(16);
  const text = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address;
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

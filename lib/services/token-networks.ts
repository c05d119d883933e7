import ipaddr from 'ipaddr.js';

/**
 * An address with a prefix length, as it is kept: `192.0.2.0/24`, `2001:db8::/32`; one address alone is a network of its own. Null:
 * it is none, or has bits behind its prefix.
 */
export function readNetwork(text: string): string | null {
  const plain = text.trim();
  const whole = plain.includes('/') ? plain : `${plain}/${plain.includes(':') ? 128 : 32}`;
  const address = whole.split('/')[0] ?? '';
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return null;
  if (address.includes('%') || !ipaddr.isValidCIDR(whole)) return null;
  const [parsed, prefix] = ipaddr.parseCIDR(whole);
  const network =
    parsed.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(whole) : ipaddr.IPv6.networkAddressFromCIDR(whole);
  return network.toString() === parsed.toString() ? `${network.toString()}/${prefix}` : null;
}

/** Whether an address of a socket is in one of them. An IPv4 address that a socket for both kinds writes as IPv6 is IPv4. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address.split('%')[0] as string);
  return networks.some((network) => {
    const [base, prefix] = ipaddr.parseCIDR(network);
    return base.kind() === from.kind() && from.match(base, prefix);
  });
}

import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isForbiddenAddress } from './probe-address.ts';

/** Which servers may be asked at all. Networks are `address/prefix`. */
export interface OutboundSettings {
  /** When there are any, only these. */
  readonly allow: readonly string[];
  /** Never these, also within those that are allowed. */
  readonly deny: readonly string[];
  /** Whether services of this machine on 127.0.0.0/8 and ::1 may be asked. */
  readonly loopback: boolean;
  /** `443`, `1024-65535`. */
  readonly ports: readonly { readonly from: number; readonly to: number }[];
  /** Ports of this program and of its database, which are never asked on an address of this machine. */
  readonly ownPorts: readonly number[];
}

export type Resolved =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'refused'; readonly reason: 'name' | 'address' };

export interface OutboundRules {
  allowsPort(port: number): boolean;
  /**
   * Resolves once; whoever asks connects to just this address. One address among several that may not be asked refuses the name, as
   * the next answer may be that one. `ownOrigin`: the caller's own public listener, which may be on this machine.
   */
  resolve(host: string, port: number, options?: { readonly isOwnOrigin?: boolean }): Promise<Resolved>;
}

type Lookup = (host: string) => Promise<readonly string[]>;

/** Throws RangeError for a network that is none. `find` is replaced in tests only. */
export function createOutboundRules(settings: OutboundSettings, find: Lookup = findAddresses): OutboundRules {
  const allowed = listOf(settings.allow);
  const denied = listOf(settings.deny);
  const mayAsk = (address: string, port: number): boolean => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const plain = address.split('%')[0] as string;
    if (denied.check(plain, family)) return false;
    if (settings.ownPorts.includes(port) && isOfThisMachine(plain)) return false;
    const isAllowed = settings.allow.length === 0 || allowed.check(plain, family);
    if (LOOPBACK.check(plain, family)) return settings.loopback && isAllowed;
    return isAllowed && !isForbiddenAddress(address);
  };
  return {
    allowsPort: (port) => settings.ports.some(({ from, to }) => port >= from && port <= to),
    resolve: async (host, port, options) => {
      const addresses = isIP(host) ? [host] : await find(host).catch(() => []);
      const [first] = addresses;
      if (first === undefined) return { kind: 'refused', reason: 'name' };
      if (options?.isOwnOrigin || addresses.every((address) => mayAsk(address, port)))
        return { kind: 'address', address: first };
      return { kind: 'refused', reason: 'address' };
    },
  };
}

/** Names of one label more than DNS allows, or with digits that other programs read as an address, are not looked up. */
async function findAddresses(host: string): Promise<readonly string[]> {
  // The system's resolver reads 0177.1 and 2130706433 as addresses; the URL standard does too.
  if (/^(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?$/i.test(host)) return [];
  const found = await lookup(host, { all: true });
  return found.slice(0, MOST_ADDRESSES).map(({ address }) => address);
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

function isOfThisMachine(address: string): boolean {
  if (LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return true;
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address));
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const MOST_ADDRESSES = 32;

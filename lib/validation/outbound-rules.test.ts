import { describe, expect, it } from 'vitest';
import { createOutboundRules, type OutboundSettings } from './outbound-rules.ts';

const settings = (change: Partial<OutboundSettings> = {}): OutboundSettings => ({
  allow: [],
  deny: [],
  loopback: false,
  ports: [{ from: 443, to: 443 }],
  ownPorts: [3000],
  ...change,
});
const REFUSED = { kind: 'refused', reason: 'address' };

describe('SRF-01 addresses that are never asked', () => {
  it.each([
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fd00:ec2::254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fe80::1',
    '100.100.100.200',
    '224.0.0.1',
  ])('%s', async (address) => {
    expect(await createOutboundRules(settings()).resolve(address, 443)).toEqual(REFUSED);
  });

  it.each(['2130706433', '0177.1', '0x7f.1', '127.1', '0x7f000001'])('an odd spelling is no name: %s', async (host) => {
    expect(await createOutboundRules(settings()).resolve(host, 443)).toEqual({ kind: 'refused', reason: 'name' });
  });

  it('stay refused but for loopback when loopback is allowed', async () => {
    const rules = createOutboundRules(settings({ loopback: true }));
    expect(await rules.resolve('127.0.0.1', 443)).toEqual({ kind: 'address', address: '127.0.0.1' });
    expect(await rules.resolve('169.254.169.254', 443)).toEqual(REFUSED);
    expect(await rules.resolve('fe80::1', 443)).toEqual(REFUSED);
  });

  it('are the ports of this program on its own addresses, also when loopback is allowed', async () => {
    const rules = createOutboundRules(settings({ loopback: true }));
    expect(await rules.resolve('127.0.0.1', 3000)).toEqual(REFUSED);
    expect(await rules.resolve('::1', 3000)).toEqual(REFUSED);
    expect(await rules.resolve('10.0.0.1', 3000)).toEqual({ kind: 'address', address: '10.0.0.1' });
  });

  it('are those outside of what is allowed, and those that are denied within it', async () => {
    const rules = createOutboundRules(settings({ allow: ['10.0.0.0/8', 'fd00::/8'], deny: ['10.9.0.0/16'] }));
    expect(await rules.resolve('10.1.2.3', 443)).toEqual({ kind: 'address', address: '10.1.2.3' });
    expect(await rules.resolve('10.9.2.3', 443)).toEqual(REFUSED);
    expect(await rules.resolve('192.168.1.1', 443)).toEqual(REFUSED);
    expect(await rules.resolve('fd12::1', 443)).toEqual({ kind: 'address', address: 'fd12::1' });
    // A network that is allowed does not open what is never asked.
    const link = createOutboundRules(settings({ allow: ['169.254.0.0/16', '127.0.0.0/8'] }));
    expect(await link.resolve('169.254.169.254', 443)).toEqual(REFUSED);
    expect(await link.resolve('127.0.0.1', 443)).toEqual(REFUSED);
  });
});

describe('SRF-02 names are resolved once', () => {
  it('and one address among several that may not be asked refuses the name', async () => {
    const rules = createOutboundRules(settings(), async () => ['203.0.113.5', '127.0.0.1']);
    expect(await rules.resolve('mixed.example', 443)).toEqual(REFUSED);
  });

  it('to an address that is returned, so that a later answer changes nothing', async () => {
    let asked = 0;
    const rules = createOutboundRules(settings(), async () => {
      asked += 1;
      return asked === 1 ? ['203.0.113.5'] : ['127.0.0.1'];
    });
    expect(await rules.resolve('flips.example', 443)).toEqual({ kind: 'address', address: '203.0.113.5' });
    expect(await rules.resolve('flips.example', 443)).toEqual(REFUSED);
    expect(asked).toBe(2);
  });

  it('and a name without an answer has a word of its own', async () => {
    const rules = createOutboundRules(settings(), () => Promise.reject(new Error('ENOTFOUND')));
    expect(await rules.resolve('nowhere.example', 443)).toEqual({ kind: 'refused', reason: 'name' });
  });
});

it('asks only the ports that are named', () => {
  const rules = createOutboundRules(
    settings({
      ports: [
        { from: 443, to: 443 },
        { from: 8000, to: 8999 },
      ],
    }),
  );
  expect([22, 443, 444, 8000, 8443, 8999, 9000].filter((port) => rules.allowsPort(port))).toEqual([
    443, 8000, 8443, 8999,
  ]);
});

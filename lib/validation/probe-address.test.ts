import { describe, expect, it } from 'vitest';
import { isForbiddenAddress } from './probe-address.ts';

describe('addresses that are asked', () => {
  it.each([
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.9',
    '203.0.113.7',
    'fd12:3456::1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
  ])('%s may be', (address) => expect(isForbiddenAddress(address)).toBe(false));

  it.each([
    '127.0.0.1',
    '127.255.0.1',
    '0.0.0.0',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '100.100.100.200',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::FFFF:7f00:1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::169.254.169.254',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    'localhost',
    '0177.0.0.1',
    '2130706433',
    '',
  ])('%s may not be', (address) => expect(isForbiddenAddress(address)).toBe(true));
});

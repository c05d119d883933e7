import { describe, expect, it } from 'vitest';
import { readDer } from './der-reader.ts';
import { explicit, implicit, octetString, oid, utf8 } from './der-writer.ts';
import { refusal } from './fixtures.test-support.ts';
import { readIssuableName } from './general-name.ts';
import { OID } from './oids.ts';

const read = (octets: Uint8Array) => readIssuableName(readDer(octets, { maxBytes: 100_000 }));

describe('refusals of names', () => {
  const long = octetString(new Uint8Array(30_000).fill(0x41));
  it.each([
    ['of another form', implicit(0, Buffer.concat([oid('1.2.3'), explicit(0, long)]), true)],
    ['a UPN that is no text', implicit(0, Buffer.concat([oid(OID.userPrincipalName), explicit(0, long)]), true)],
    ['a registered number', implicit(8, new Uint8Array(1_000).fill(0x7f))],
    ['above ASCII', implicit(2, new Uint8Array(30_000).fill(0xfc))],
    ['host', implicit(2, new Uint8Array(30_000).fill(0x41))],
    ['e-mail', implicit(1, new Uint8Array(30_000).fill(0x41))],
    ['URI', implicit(6, new Uint8Array(30_000).fill(0x41))],
    ['account', implicit(0, Buffer.concat([oid(OID.userPrincipalName), explicit(0, utf8('a'.repeat(30_000)))]), true)],
  ])('do not repeat the whole name: %s', (_what, octets) => {
    expect(refusal(() => read(octets)).message.length).toBeLessThan(500);
  });
});

import { describe, expect, it } from 'vitest';
import { certificateText } from './certificate-text.ts';
import { explicit, implicit, oid, printable, sequence } from './der-writer.ts';
import { OID } from './oids.ts';
import { chain, ext } from './path/path-fixtures.test-support.ts';

describe('the text of a certificate', () => {
  it('is there when a name inside its authority key identifier is no Name: nothing else reads that one', () => {
    // An RDN that is no SET; the certificate is read, so its page must be too.
    const name = sequence(sequence(sequence(oid('2.5.4.3'), printable('x'))));
    const value = sequence(implicit(1, explicit(4, name), true), implicit(2, Uint8Array.of(1)));
    const identifier = ext.raw(OID.authorityKeyIdentifier, false, value);
    const { der } = chain(2, { 1: { extensions: { authorityKeyIdentifier: identifier } } })[1] as { der: Uint8Array };
    const text = certificateText(der);
    expect(text).toContain('O=Acme');
    expect(text).toContain('api.lan');
    expect(text).toContain('Basic constraints, critical');
  });
});

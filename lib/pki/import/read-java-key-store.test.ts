import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PASSWORD, vector, vectorCertificates } from '../../../test/support/vectors.ts';
import { encodeJavaKeyStore } from '../export/java-key-store.ts';
import { expectPrefixesRefused, pkcs8Of, refusal, testCertificate, testKey } from '../fixtures.test-support.ts';
import { PkiError } from '../types.ts';
import { readPkcs8 } from './private-key.ts';
import { javaKeyStoreKind, readJavaKeyStore } from './read-java-key-store.ts';

const key = testKey('P-256');
const root = testCertificate('rootAuthority', key, null);

function store(alias = 'Server é😀\0'): Uint8Array {
  return encodeJavaKeyStore({
    entries: [
      { kind: 'key', alias, privateKeyPkcs8: pkcs8Of(key), chain: [root.certificateDer, root.certificateDer] },
      { kind: 'trusted', alias: 'root', certificateDer: root.certificateDer },
    ],
    password: 'pässwörd',
    createdAt: new Date(1_000_000_000_000),
    entropy: (octets) => new Uint8Array(octets).fill(9),
  });
}

describe('Java key stores', () => {
  it('what keytool wrote is read', () => {
    const [root, leaf] = ['ca.pem', 'leaf.pem'].map((name) => vectorCertificates(name)[0]);
    const keyStore = readJavaKeyStore(vector('keytool-keystore.jks'));
    expect(keyStore.isSealedBy(['no', PASSWORD])).toBe(true);
    expect(keyStore.isSealedBy(['no'])).toBe(false);
    expect(keyStore.items).toMatchObject([{ alias: 'server', certificates: [leaf, root] }]);
    readPkcs8(keyStore.items[0]?.openKey?.([PASSWORD]) as Uint8Array);
    expect(refusal(() => keyStore.items[0]?.openKey?.(['no'])).code).toBe('bad-password');
    expect(readJavaKeyStore(vector('keytool-truststore.jks')).items).toMatchObject([
      { alias: 'wurzel ü', certificates: [root], openKey: null },
    ]);
  });

  it('what is written is read again', () => {
    const read = readJavaKeyStore(store());
    expect(read.isSealedBy(['pässwörd'])).toBe(true);
    expect(read.items).toMatchObject([
      { alias: 'server é😀\0', createdAt: new Date(1_000_000_000_000) },
      { alias: 'root', certificates: [root.certificateDer] },
    ]);
    expect(read.items[0]?.certificates).toHaveLength(2);
    expect(read.items[0]?.openKey?.(['pässwörd'])).toEqual(pkcs8Of(key));
    expect(refusal(() => store('x'.repeat(70_000))).code).toBe('bad-name');
  });

  it('any alias and password leads back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.string({ unit: 'grapheme' }),
        (alias, password) => {
          const file = encodeJavaKeyStore({
            entries: [{ kind: 'key', alias, privateKeyPkcs8: pkcs8Of(key), chain: [] }],
            password,
            createdAt: new Date(0),
            entropy: (octets) => new Uint8Array(octets),
          });
          const [item] = readJavaKeyStore(file).items;
          expect(item?.alias).toBe(alias.toLowerCase());
          expect(item?.openKey?.([password])).toEqual(pkcs8Of(key));
        },
      ),
    );
  });

  it('prefixes and changed octets are refused with a PkiError or read', () => {
    const file = store();
    expectPrefixesRefused(file.subarray(0, -20), readJavaKeyStore);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, octet) => {
        const changed = Uint8Array.from(file);
        changed[at] = octet;
        try {
          for (const item of readJavaKeyStore(changed).items) item.openKey?.(['pässwörd']);
        } catch (error) {
          expect(error).toBeInstanceOf(PkiError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('other formats, versions and counts are refused', () => {
    const changed = (at: number, octet: number) => {
      const file = Uint8Array.from(store());
      file[at] = octet;
      return file;
    };
    expect(javaKeyStoreKind(vector('keytool-keystore.jceks'))).toBe('jceks');
    expect(refusal(() => readJavaKeyStore(vector('keytool-keystore.jceks'))).code).toBe('unsupported');
    expect(refusal(() => readJavaKeyStore(changed(0, 0))).code).toBe('wrong-type');
    expect(refusal(() => readJavaKeyStore(changed(7, 3))).code).toBe('unsupported');
    expect(refusal(() => readJavaKeyStore(changed(8, 0xff))).code).toBe('too-large');
    expect(refusal(() => readJavaKeyStore(new Uint8Array(16_777_217))).code).toBe('too-large');
  });
});

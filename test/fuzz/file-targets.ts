/** Parsers of files that hold keys, certificates and the books of other programs. */
import { encodePkcs7 } from '../../lib/pki/export/pkcs7.ts';
import { NOW, pkcs8Of, testCertificate, testKey } from '../../lib/pki/fixtures.test-support.ts';
import { importMaterial } from '../../lib/pki/import/import-material.ts';
import { decryptPemBlock, pemText, scanPem } from '../../lib/pki/import/pem-blocks.ts';
import {
  isPrivateKeyInfo,
  readEcParameters,
  readEncryptedPkcs8,
  readPkcs1,
  readPkcs8,
  readSec1,
} from '../../lib/pki/import/private-key.ts';
import { readAnything } from '../../lib/pki/import/read-anything.ts';
import { readJavaKeyStore } from '../../lib/pki/import/read-java-key-store.ts';
import { readPkcs7 } from '../../lib/pki/import/read-pkcs7.ts';
import { readPkcs12 } from '../../lib/pki/import/read-pkcs12.ts';
import { recogniseFiles } from '../../lib/pki/import/recognise-files.ts';
import { WorkBudget } from '../../lib/pki/import/work-budget.ts';
import { inspectFiles } from '../../lib/pki/inspect/inspect-files.ts';
import { javaKeyStoreSeal } from '../../lib/pki/java-key-store-protection.ts';
import { decodePem, encodePem } from '../../lib/pki/pem.ts';
import { type CertificateDer, PkiError } from '../../lib/pki/types.ts';
import type { Random } from './random.ts';
import { blocks, FILES, files, PASSWORDS } from './seeds.ts';
import { same, type Target } from './target.ts';

/** Enough for the 2,048 rounds of the usual files, so that what is inside gets opened, and a hundredth of a second at most. */
const budget = () => new WorkBudget({ maxPlanned: 10_000, maxSpent: 60_000 });
const root = testCertificate('rootAuthority', testKey('P-256'), null);
const keys = (['P-256', 'P-384', 'Ed25519', 'RSA-2048', 'ML-DSA-44'] as const).map((algorithm) =>
  pkcs8Of(testKey(algorithm)),
);
const privateKeys = [...keys, ...blocks('PRIVATE KEY')];

/** What a reader of private keys gave, read once more from the PKCS#8 it made. */
function settled(key: ReturnType<typeof readPkcs8>) {
  same('the key', readPkcs8(key.pkcs8Der), key);
  return key;
}

const names = FILES.map(({ name }) => name.replace(/\.b64$/, ''));
/**
 * Whole files are opened with the empty password under the budget of the file worker, which is seconds. What such a file may cost is the budget's
 * own tests' matter; here it ends early.
 */
function affordable(octets: Uint8Array): Uint8Array {
  try {
    readPkcs12(octets, budget());
  } catch (error) {
    if (error instanceof PkiError && error.code === 'too-large') throw error;
  }
  return octets;
}
const anyFile = FILES.map(({ octets }) => octets).filter(({ length }) => length < 20_000);

/** Java's stores end in a digest over password and content: without a right one all ends there. */
function sealed(octets: Uint8Array, random: Random): Uint8Array {
  if (octets.length < 20 || random.once(3)) return octets;
  const content = octets.subarray(0, octets.length - 20);
  return new Uint8Array(Buffer.concat([content, javaKeyStoreSeal(PASSWORDS[0] as string, content)]));
}

export const FILE_TARGETS: readonly Target[] = [
  {
    name: 'PKCS#7',
    kind: 'octets',
    seeds: [...files(/pkcs7\.der|cms-ber/), ...blocks('PKCS7', 'CMS'), encodePkcs7([root.certificateDer])],
    run: (octets) => {
      const read = readPkcs7(octets);
      if (read.certificates.length > 0)
        same(
          'the set of certificates',
          sorted(readPkcs7(encodePkcs7(read.certificates as CertificateDer[])).certificates),
          sorted(read.certificates),
        );
      return read;
    },
  },
  {
    name: 'PKCS#8',
    kind: 'octets',
    seeds: privateKeys,
    run: (octets) => [isPrivateKeyInfo(octets), settled(readPkcs8(octets))],
  },
  {
    name: 'PKCS#1',
    kind: 'octets',
    seeds: [...files(/pkcs1\.der/), ...blocks('RSA PRIVATE KEY')],
    run: (octets) => settled(readPkcs1(octets)),
  },
  {
    name: 'SEC1',
    kind: 'octets',
    seeds: [...files(/sec1\.der/), ...blocks('EC PRIVATE KEY')],
    run: (octets) => settled(readSec1(octets)),
  },
  {
    name: 'SEC1 with the curve beside it',
    kind: 'octets',
    seeds: blocks('EC PRIVATE KEY'),
    run: (octets) => settled(readSec1(octets, '1.2.840.10045.3.1.7')),
  },
  { name: 'EC parameters', kind: 'octets', seeds: blocks('EC PARAMETERS'), run: readEcParameters },
  {
    name: 'PKCS#8 under a password',
    kind: 'octets',
    seeds: blocks('ENCRYPTED PRIVATE KEY'),
    run: (octets) => {
      const encrypted = readEncryptedPkcs8(octets, budget());
      return [encrypted.text, settled(readPkcs8(encrypted.open(PASSWORDS)))];
    },
  },
  {
    name: 'PKCS#12',
    kind: 'octets',
    seeds: files(/\.p12/),
    run: (octets) => {
      const file = readPkcs12(octets, budget());
      return [file.seal, file.open(PASSWORDS)];
    },
  },
  {
    name: 'Java key store',
    kind: 'octets',
    seeds: files(/\.j(?:ce)?ks/),
    finish: sealed,
    run: (octets) => {
      const store = readJavaKeyStore(octets);
      return [store, store.isSealedBy(PASSWORDS)];
    },
  },
  {
    name: 'PEM',
    kind: 'text',
    seeds: anyFile.map(pemText).filter((text) => text.includes('-----BEGIN ')),
    run: (text) => {
      const found = scanPem(text);
      for (const { der, label, encryption } of found) {
        if (der === null || encryption !== null || /[^ -~]/.test(label)) continue;
        same('the block', scanPem(encodePem(label, der))[0]?.der, der);
      }
      return [
        found,
        decodePem(
          text,
          found.map(({ label }) => label),
        ),
      ];
    },
  },
  {
    name: 'PEM under a password (DEK-Info)',
    kind: 'text',
    seeds: files(/traditional/).map(pemText),
    run: (text) =>
      scanPem(text).map(({ der, encryption, problem }) => {
        if (der === null || encryption === null) return problem;
        return decryptPemBlock(encryption, der, PASSWORDS, (plain) => plain[0] === 0x30);
      }),
  },
  {
    name: 'any file',
    kind: 'octets',
    seeds: anyFile,
    neverRefuses: true,
    run: (octets) => {
      const fileName = names[octets.length % names.length] as string;
      return readAnything({
        bytes: octets,
        fileName,
        passwords: octets.length % 2 === 0 ? [] : PASSWORDS,
        budget: budget(),
      });
    },
  },
  {
    name: 'several files',
    kind: 'octets',
    seeds: anyFile,
    run: (octets) => {
      const bytes = [affordable(octets), ...files(/^ca\.pem|^index\.txt/)];
      const found = recogniseFiles({
        files: bytes.map((one, at) => ({ bytes: one, fileName: `${at}/${names[at]}` })),
        now: NOW,
      });
      return importMaterial(found).report;
    },
  },
  {
    name: 'inspection',
    kind: 'octets',
    seeds: anyFile,
    run: (octets) =>
      inspectFiles({
        files: [{ fileName: 'file', bytes: affordable(octets) }],
        passwords: [],
        now: NOW,
        time: NOW,
        trusted: [root.certificateDer],
        intermediates: [],
        trustGiven: octets.length % 2 === 0,
      }),
  },
];

function sorted(all: readonly Uint8Array[]): Uint8Array[] {
  const distinct = new Map(all.map((one) => [Buffer.from(one).toString('hex'), new Uint8Array(one)]));
  return [...distinct.keys()].sort().map((hex) => distinct.get(hex) as Uint8Array);
}

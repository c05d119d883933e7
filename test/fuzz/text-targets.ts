/** Parsers of what people and programs write as text. */
import { answerLine } from '../../lib/cli/verify-path.ts';
import { readDer } from '../../lib/pki/der-reader.ts';
import { encodeName, readName } from '../../lib/pki/distinguished-name.ts';
import { NOW } from '../../lib/pki/fixtures.test-support.ts';
import {
  looksLikeOpensslIndex,
  readOpensslIndex,
  readOpensslNumber,
  readSlashName,
} from '../../lib/pki/import/openssl-index.ts';
import { dnsNameConcerns, dnsNameUnicode } from '../../lib/pki/international-name.ts';
import { ipAddressOctets, ipAddressText } from '../../lib/pki/ip-address.ts';
import {
  encodeNameConstraints,
  parseNameConstraints,
  parseSubtree,
  subtreeText,
} from '../../lib/pki/name-constraints.ts';
import {
  generalNameText,
  parseClientName,
  parseDnsName,
  parseEmailAddress,
  parseServerName,
  parseUri,
  parseUserPrincipalName,
} from '../../lib/pki/names.ts';
import { certificate, chain, crl, fixtureKey } from '../../lib/pki/path/path-fixtures.test-support.ts';
import { encodePem } from '../../lib/pki/pem.ts';
import { parseNamePattern } from '../../lib/pki/profile/name-pattern.ts';
import { parseSerialNumber, serialNumberFromDer, serialNumberToDer } from '../../lib/pki/serial-number.ts';
import { distinguishedNameText, parseDistinguishedName } from '../../lib/pki/subject.ts';
import { PkiError } from '../../lib/pki/types.ts';
import {
  BULK_FIELDS,
  checkMapping,
  readBulkTable,
  suggestMapping,
  toBulkRow,
  writeCsv,
} from '../../lib/services/bulk-table.ts';
import { changeAsn1 } from './asn1-mutations.ts';
import type { Random } from './random.ts';
import { texts } from './seeds.ts';
import { same, type Target } from './target.ts';

const NAMES = [
  ...[
    'api.lan',
    '*.corp.lan',
    'bücher.lan',
    'xn--bcher-kva.lan',
    '10.0.0.1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '2001:db8::1:0:0:1',
  ],
  ...[
    'alice@example.org',
    'spiffe://acme.test/api',
    'https://a.lan:8443/x?y=1',
    'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    'upn:alice@corp.example',
  ],
];

/** The value or null where it is refused, so that one text goes through many readers. */
function attempt<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PkiError) return null;
    throw error;
  }
}

const [root, ca, leaf] = chain(3) as [
  ReturnType<typeof certificate>,
  ReturnType<typeof certificate>,
  ReturnType<typeof certificate>,
];
const pem = (der: Uint8Array) => encodePem('CERTIFICATE', der);
const QUESTION = {
  trusted: [pem(root.der)],
  intermediates: [pem(ca.der)],
  leaf: pem(leaf.der),
  crls: [] as string[],
  ocspResponses: [] as string[],
  name: { kind: 'DNS', value: 'api.lan' },
  time: '2026-11-24T12:00:00Z',
  purpose: 'server',
};

/** Half of the questions stay questions: a certificate or list in them is changed and the others are as they were. */
function question(changed: string, random: Random): string {
  if (random.once(2)) return changed;
  const strange = () => pem(changeAsn1(random.pick([root, ca, leaf]).der, crl(root), random));
  const list = () => encodePem('X509 CRL', changeAsn1(crl(random.pick([root, ca])), leaf.der, random));
  const signed = () =>
    pem(
      certificate({
        key: fixtureKey(9),
        subject: leaf.subject,
        issuer: ca,
        isCa: random.once(2),
        extraFields: changeAsn1(EXTENSIONS, leaf.der, random),
        version: 2,
      }).der,
    );
  return JSON.stringify({
    ...QUESTION,
    leaf: random.pick([QUESTION.leaf, strange(), signed()]),
    intermediates: random.once(2) ? QUESTION.intermediates : [strange(), pem(ca.der), strange()],
    trusted: random.once(4) ? [strange(), strange()] : QUESTION.trusted,
    crls: random.once(3) ? [list(), list()] : [],
    ocspResponses: random.once(6) ? [Buffer.from(changeAsn1(leaf.der, root.der, random)).toString('base64')] : [],
    purpose: random.pick(['server', 'client', null]),
  });
}

const EXTENSIONS = extensionsOf(leaf.der);

export const TEXT_TARGETS: readonly Target[] = [
  {
    name: 'openssl index.txt',
    kind: 'text',
    seeds: texts(/index\.txt$/),
    run: (text) => {
      looksLikeOpensslIndex(text);
      const index = readOpensslIndex(text);
      return [index, index.entries.map(({ subject }) => readSlashName(subject))];
    },
  },
  {
    name: 'openssl serial and crlnumber',
    kind: 'text',
    seeds: texts(/serial$|crlnumber$/),
    run: readOpensslNumber,
  },
  {
    name: 'names of servers and clients',
    kind: 'text',
    seeds: NAMES,
    run: (text) => {
      const found = [
        attempt(() => parseServerName(text, { allowWildcard: true })),
        attempt(() => parseServerName(text)),
        attempt(() => parseClientName(text)),
      ];
      for (const name of found)
        if (name !== null && name.type !== 'upn')
          same(
            'the name',
            attempt(() => parseClientName(generalNameText(name)))?.value ??
              parseServerName(name.value, { allowWildcard: true }).value,
            name.value,
          );
      const dns = attempt(() => parseDnsName(text, { allowWildcard: true }));
      return [
        found,
        dns,
        dns && [dnsNameUnicode(dns), dnsNameConcerns(dns)],
        attempt(() => parseEmailAddress(text)),
        attempt(() => parseUri(text)),
        attempt(() => parseUserPrincipalName(text)),
      ];
    },
  },
  {
    name: 'IP addresses',
    kind: 'text',
    seeds: ['10.0.0.1', 'fd00::1', '::', '1:2:3:4:5:6:7:8', '::ffff:10.0.0.1', '2001:db8:0:0:1::'],
    neverRefuses: true,
    run: (text) => {
      const octets = ipAddressOctets(text);
      if (octets === null) return null;
      const canonical = ipAddressText(octets) as string;
      same('the address', ipAddressOctets(canonical), octets);
      return canonical;
    },
  },
  {
    name: 'name constraints as text',
    kind: 'text',
    seeds: ['corp.lan', '.corp.lan', 'bob@corp.lan', '10.0.0.0/8', 'fd00::/8', '10.0.0.1'],
    run: (text) =>
      (['dns', 'email', 'uri', 'ip'] as const).map((form) => {
        const subtree = attempt(() => parseSubtree(form, text));
        if (subtree === null) return null;
        const { permitted } = parseNameConstraints(encodeNameConstraints({ permitted: [subtree], excluded: [] }));
        same('the subtree', permitted, [subtree]);
        return subtreeText(subtree);
      }),
  },
  {
    name: 'patterns of names',
    kind: 'text',
    seeds: [...NAMES, '.corp', '192.168.0.0/16'],
    run: (text) =>
      (['dns', 'ip', 'email', 'uri', 'upn'] as const).map((kind) => {
        const pattern = attempt(() => parseNamePattern(kind, text));
        if (pattern !== null) same('the pattern', parseNamePattern(kind, pattern), pattern);
        return pattern;
      }),
  },
  {
    name: 'distinguished name as text',
    kind: 'text',
    seeds: ['CN=api.lan', 'x, O=Bank', '#04024869', 'a"b', 'Jürgen', 'DE', 'a@b.lan'],
    run: (text) =>
      ['CN', 'O', 'C', 'serialNumber', 'emailAddress', 'DC', '1.3.6.1.4.1.99999.1'].map((type) => {
        const name = attempt(() => parseDistinguishedName([{ type, value: text }]));
        if (name === null) return null;
        same('the name', readName(readDer(encodeName(name), { maxBytes: 1_000_000 })), name);
        return distinguishedNameText(name);
      }),
  },
  {
    name: 'serial numbers as text',
    kind: 'text',
    seeds: ['4f001a', '00:4F:00:1A', '0x4f', `7f${'00'.repeat(19)}`],
    run: (text) => {
      const serial = parseSerialNumber(text);
      same('the serial number', serialNumberFromDer(serialNumberToDer(serial)), serial);
      return serial;
    },
  },
  {
    name: 'table of certificates, CSV',
    kind: 'text',
    seeds: [
      'names,common name,organisation,days\r\n"api.lan, web.lan",api.lan,Acme,30\r\n10.0.0.1,,"Say ""hi""",\r\n',
      'Name;Owner;Tags\n*.lan;Alice;a b\n',
      '\ufeffcsr\tnotes\nx\ty\n',
    ],
    run: (text) => table('csv', text),
  },
  {
    name: 'table of certificates, JSON',
    kind: 'text',
    seeds: [
      JSON.stringify([
        { names: ['api.lan'], days: 30 },
        { names: 'web.lan', o: 'Acme', owner: null },
      ]),
      '[{"commonName":"x","tags":["a","b"]}]',
    ],
    run: (text) => table('json', text),
  },
  {
    name: 'question about a path',
    kind: 'text',
    seeds: [
      JSON.stringify(QUESTION),
      JSON.stringify({ ...QUESTION, crls: [encodePem('X509 CRL', crl(root)), encodePem('X509 CRL', crl(ca))] }),
    ],
    neverRefuses: true,
    finish: question,
    run: (text) => answerLine(text, () => NOW),
  },
];

function table(format: 'csv' | 'json', text: string) {
  const read = readBulkTable(format, text);
  const { columns, rows } = read;
  // Cells that a spreadsheet would run are written with an apostrophe in front, so only the others come back as they were.
  const isPlain = [columns, ...rows]
    .flat()
    .every((cell) => cell === cell.trim() && cell.isWellFormed() && !/^[=+\-@\t\r]|\ufeff/.test(cell));
  const isRegular =
    columns.every((column) => column !== '') &&
    rows.every((row) => row.length === columns.length && row.some((cell) => cell !== ''));
  if (isPlain && isRegular && columns.length > 1)
    same('the table', readBulkTable('csv', writeCsv(columns, rows)).rows, rows);
  const mapping = suggestMapping(columns);
  if (Object.keys(Object.prototype).length > 0 || ({} as { x?: unknown }).x !== undefined)
    throw new Error('a prototype was changed');
  if (Object.values(mapping).some((field) => !BULK_FIELDS.includes(field))) throw new Error('a field that is none');
  checkMapping(read, mapping);
  return rows.map((row) => toBulkRow(read, mapping, row));
}

/** The `[3] EXPLICIT` field of a certificate. */
function extensionsOf(der: Uint8Array): Uint8Array {
  const at = Buffer.from(der).indexOf(Buffer.from('a381', 'hex'));
  return der.subarray(at, at + 3 + (der[at + 2] as number));
}

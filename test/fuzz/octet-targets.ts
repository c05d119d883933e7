/** Parsers of certificates, requests, lists and answers about status. */
import { parseCertificate, parseTbsCertificate } from '../../lib/pki/certificate.ts';
import { certificateText } from '../../lib/pki/certificate-text.ts';
import {
  assembleCertificationRequest,
  encodeCertificationRequestInfo,
  parseCertificationRequest,
  readCertificationRequestInfo,
} from '../../lib/pki/certification-request.ts';
import {
  assembleCertificateList,
  encodeTbsCertList,
  parseCertificateList,
  readTbsCertListHeader,
} from '../../lib/pki/crl.ts';
import { encodeEntries } from '../../lib/pki/crl-entries.ts';
import { streamTbsCertList } from '../../lib/pki/crl-stream.ts';
import { childrenOf, contentOf, type DerElement, encodingOf, readDer } from '../../lib/pki/der-reader.ts';
import { tlv } from '../../lib/pki/der-writer.ts';
import {
  DAY,
  NOW,
  signRequestInfo,
  testCertificate,
  testKey,
  testRequest,
} from '../../lib/pki/fixtures.test-support.ts';
import { encodeGeneralName, readIssuableName } from '../../lib/pki/general-name.ts';
import { berToDer } from '../../lib/pki/import/ber-to-der.ts';
import { sniffDer } from '../../lib/pki/import/sniff-der.ts';
import { readAsn1Tree } from '../../lib/pki/inspect/asn1-tree.ts';
import { lintCertificate } from '../../lib/pki/lints/lint-certificate.ts';
import { lintCrlEntries, lintTbsCertList } from '../../lib/pki/lints/lint-crl.ts';
import {
  assembleOcspResponse,
  encodeCertId,
  encodeOcspRequest,
  encodeResponseData,
  ocspErrorResponse,
  parseOcspRequest,
} from '../../lib/pki/ocsp.ts';
import { parseOcspResponse } from '../../lib/pki/ocsp-response.ts';
import { readPathCertificate } from '../../lib/pki/path/path-certificate.ts';
import { readPathCrl } from '../../lib/pki/path/path-crl.ts';
import { chain, crl, type Entity, serialOf } from '../../lib/pki/path/path-fixtures.test-support.ts';
import { parseSerialNumber } from '../../lib/pki/serial-number.ts';
import { signatureAlgorithmFor } from '../../lib/pki/signature-algorithm.ts';
import { assembleCertificate } from '../../lib/pki/tbs-certificate.ts';
import type { CertificateDer } from '../../lib/pki/types.ts';
import { blocks, FILES, NAMES, SUBJECT } from './seeds.ts';
import { NotIdentical, same, type Target } from './target.ts';

const key = testKey('Ed25519', 3);
const root = testCertificate('rootAuthority', testKey('P-256'), null);
const leaf = testCertificate(
  'tlsServer',
  key,
  { key: testKey('P-256'), certificate: root },
  { subjectAltName: [...NAMES], crlUrls: ['http://a.lan/1.crl'], ocspUrls: ['http://a.lan/ocsp'] },
);
const path = chain(4) as [Entity, Entity, Entity, Entity];
const certificates = [
  ...blocks('CERTIFICATE', 'X509 CERTIFICATE'),
  ...[root, leaf].map(({ certificateDer }) => certificateDer),
  ...path.map(({ der }) => der),
].filter((der) => der.length < 3_000);
const lists = [
  ...blocks('X509 CRL'),
  crl(path[1], { entries: [[serialOf(path[2])], [Uint8Array.of(9)]] }),
  crl(path[0], { number: 7, base: 5 }),
];
const certId = {
  hashAlgorithm: 'sha1',
  issuerNameHash: '11'.repeat(20),
  issuerKeyHash: '22'.repeat(20),
  serialNumber: parseSerialNumber('4f00'),
} as const;
const responseData = encodeResponseData({
  responderKeyHash: new Uint8Array(20),
  producedAt: NOW,
  responses: [
    {
      certIdDer: encodeCertId(certId),
      status: { type: 'good' },
      thisUpdate: NOW,
      nextUpdate: new Date(NOW.getTime() + DAY),
    },
    {
      certIdDer: encodeCertId(certId),
      status: { type: 'revoked', revocationTime: NOW, reason: 'keyCompromise' },
      thisUpdate: NOW,
      nextUpdate: new Date(NOW.getTime() + DAY),
      archiveCutoff: NOW,
    },
  ],
  nonce: new Uint8Array(16),
});
const { algorithmIdentifierDer } = signatureAlgorithmFor('Ed25519');

/** Octets of an element built again from its parts. */
function rebuilt(element: DerElement): Uint8Array {
  const children = childrenOf(element);
  return children.length === 0 ? tlv(element.tag, contentOf(element)) : tlv(element.tag, ...children.map(rebuilt));
}

const readOne = (octets: Uint8Array) => readDer(octets, { maxBytes: 65_536 });

export const OCTET_TARGETS: readonly Target[] = [
  {
    name: 'DER',
    kind: 'octets',
    seeds: [...certificates, ...lists],
    run: (octets) => {
      const element = readDer(octets, { maxBytes: 1_048_576 });
      same('the value', rebuilt(element), octets);
    },
  },
  {
    name: 'BER',
    kind: 'octets',
    seeds: FILES.filter(({ name }) => /\.(?:p12|der)\.b64$/.test(name)).map(({ octets }) => octets),
    run: (octets) => {
      const limits = { maxBytes: 1_048_576, maxNodes: 10_000, noun: 'file' };
      const der = berToDer(octets, limits);
      same('the DER', berToDer(der, limits), der);
      return [der, sniffDer(der)];
    },
  },
  {
    name: 'certificate',
    kind: 'octets',
    seeds: certificates,
    run: (octets) => {
      const parsed = parseCertificate(octets);
      const { certificateDer, signature, fingerprintSha256, ...tbs } = parsed;
      same(
        'the certificate',
        assembleCertificate(parsed.tbsDer as never, parsed.algorithmIdentifierDer, signature),
        octets,
      );
      same('the part that is signed', parseTbsCertificate(parsed.tbsDer), tbs);
      const size = certificateText(octets).length;
      if (size > 10_000_000) throw new Error(`an explanation of ${size} characters`);
      return [parsed, size, fingerprintSha256, certificateDer.length];
    },
  },
  {
    name: 'lints of a certificate',
    kind: 'octets',
    seeds: certificates,
    neverRefuses: true,
    run: (octets) => [
      lintCertificate(octets, { now: NOW }),
      lintCertificate(octets, { issuer: root, profile: 'tlsServer', now: NOW }),
    ],
  },
  {
    name: 'lints of a list',
    kind: 'octets',
    seeds: lists.map((der) => parseCertificateList(der).tbsDer),
    neverRefuses: true,
    run: (octets) => lintTbsCertList(octets, { issuer: root, now: NOW }),
  },
  {
    name: 'entries of a list',
    kind: 'octets',
    seeds: lists.map(entriesOf),
    run: (octets) => [lintCrlEntries(octets, { delta: true }), lintCrlEntries(octets, { delta: false })],
  },
  {
    name: 'certificate of a path',
    kind: 'octets',
    seeds: certificates,
    run: (octets) => {
      const { extensions, key: _, text, ...rest } = readPathCertificate(octets);
      return [rest.serialHex, rest.version, rest.subjectName, text(), extensions()];
    },
  },
  {
    name: 'certification request',
    kind: 'octets',
    seeds: [
      ...blocks('CERTIFICATE REQUEST'),
      testRequest(key, SUBJECT, NAMES),
      testRequest(testKey('P-256'), [], NAMES),
    ],
    run: (octets) => {
      const parsed = parseCertificationRequest(octets);
      same('the request', parsed.csrDer, octets);
      const again = encodeCertificationRequestInfo(parsed.subject, parsed.spkiDer, parsed.subjectAltName);
      const algorithm = encodingOf(childrenOf(readOne(octets))[1] as DerElement);
      if (readCertificationRequestInfo(again).attributeTypes.length > 1) throw new NotIdentical('the request');
      return [parsed, assembleCertificationRequest(again, algorithm, new Uint8Array(1)).length];
    },
  },
  {
    name: 'certification request, signed after the change',
    kind: 'octets',
    seeds: [
      encodeCertificationRequestInfo(SUBJECT, key.spkiDer, NAMES),
      encodeCertificationRequestInfo([], key.spkiDer, NAMES),
      encodeCertificationRequestInfo(SUBJECT, key.spkiDer, []),
    ],
    finish: (info) => signRequestInfo(info, key),
    run: (octets) => {
      const { subject, subjectAltName, spkiDer } = parseCertificationRequest(octets);
      for (const name of subjectAltName)
        same(`the name ${name.value}`, readIssuableName(readOne(encodeGeneralName(name))), name);
      return [subject, subjectAltName, spkiDer];
    },
  },
  {
    name: 'revocation list',
    kind: 'octets',
    seeds: lists,
    run: (octets) => {
      const parsed = parseCertificateList(octets);
      const {
        entries,
        hasCriticalEntryExtension,
        algorithmIdentifierDer: outer,
        signature,
        tbsDer,
        ...header
      } = parsed;
      const { revokedCertificates, ...read } = readTbsCertListHeader(tbsDer);
      same('the header', read, { ...header, algorithmIdentifierDer: outer });
      same('whether there are entries', (revokedCertificates?.end ?? 0) > 0, entries.length > 0);
      return parsed;
    },
  },
  {
    name: 'revocation list, written in pieces',
    kind: 'octets',
    seeds: lists,
    run: (octets) => {
      const {
        issuerDer,
        algorithmIdentifierDer: signatureAlgorithm,
        crlNumber,
        baseCrlNumber,
        ...parsed
      } = parseCertificateList(octets);
      const fields = {
        issuer: issuerDer,
        signatureAlgorithm,
        thisUpdate: parsed.thisUpdate,
        nextUpdate: parsed.nextUpdate,
        crlNumber: crlNumber ?? 1n,
        authorityKeyIdentifier: parsed.authorityKeyIdentifier ?? new Uint8Array(20),
        baseCrlNumber,
      };
      const whole = encodeTbsCertList({ ...fields, entries: parsed.entries });
      const again = parseCertificateList(assembleCertificateList(whole, signatureAlgorithm, parsed.signature));
      same('the entries', again.entries, parsed.entries);
      return streamTbsCertList(fields, () => parsed.entries).then(async ({ chunks }) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of chunks()) pieces.push(piece);
        same('the list in pieces', new Uint8Array(Buffer.concat(pieces)), new Uint8Array(whole));
        return pieces.length;
      });
    },
  },
  {
    name: 'revocation list of a path',
    kind: 'octets',
    seeds: lists,
    run: (octets) => readPathCrl(octets, 1),
  },
  {
    name: 'OCSP request',
    kind: 'octets',
    seeds: [
      encodeOcspRequest([certId], null),
      encodeOcspRequest(
        [
          certId,
          { ...certId, hashAlgorithm: 'sha256', issuerNameHash: '33'.repeat(32), issuerKeyHash: '44'.repeat(32) },
        ],
        new Uint8Array(32).fill(7),
      ),
    ],
    run: (octets) => {
      const parsed = parseOcspRequest(octets);
      const regular = parsed.certIds.filter(
        ({ serialNumber }) => serialNumber !== '00' && !serialNumber.startsWith('00'),
      );
      const again = parseOcspRequest(encodeOcspRequest(regular.length === 0 ? [certId] : regular, parsed.nonce));
      same('the nonce', again.nonce, parsed.nonce);
      const plain = (ids: typeof regular) => ids.map(({ certIdDer: _, ...id }) => id);
      if (regular.length > 0) same('the certificates asked for', plain([...again.certIds]), plain(regular));
      return parsed;
    },
  },
  {
    name: 'OCSP response',
    kind: 'octets',
    seeds: [
      assembleOcspResponse(responseData, algorithmIdentifierDer, new Uint8Array(64), [leaf.certificateDer]),
      assembleOcspResponse(responseData, algorithmIdentifierDer, new Uint8Array(64), []),
      ocspErrorResponse('tryLater'),
    ],
    run: (octets) => {
      const parsed = parseOcspResponse(octets);
      const { basic } = parsed;
      if (basic !== null)
        same(
          'the response',
          parseOcspResponse(
            assembleOcspResponse(
              basic.responseDataDer,
              basic.algorithmIdentifierDer,
              basic.signature,
              basic.certificates as CertificateDer[],
            ),
          ),
          parsed,
        );
      return parsed;
    },
  },
  {
    name: 'ASN.1 tree',
    kind: 'octets',
    seeds: [...certificates.slice(0, 8), ...lists],
    neverRefuses: true,
    run: (octets) => {
      const tree = readAsn1Tree(octets);
      if (readAsn1Tree(octets, { hideValues: true }).nodes.length > 100_000) throw new Error('a tree without bounds');
      return tree;
    },
  },
];

function entriesOf(der: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat(encodeEntries(parseCertificateList(der).entries, true).chunks));
}

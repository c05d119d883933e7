/** Parsers of what certificates are made of: keys, algorithms, names and numbers. */
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { readDer } from '../../lib/pki/der-reader.ts';
import { decodeName, encodeName, namesMatch } from '../../lib/pki/distinguished-name.ts';
import { testKey } from '../../lib/pki/fixtures.test-support.ts';
import {
  encodeGeneralName,
  generalNameElementText,
  readGeneralName,
  readIssuableName,
} from '../../lib/pki/general-name.ts';
import {
  directorySubtree,
  encodeNameConstraints,
  explainNameConstraints,
  parseNameConstraints,
  parseSubtree,
} from '../../lib/pki/name-constraints.ts';
import { keyIdentifierOf, readSubjectPublicKeyInfo } from '../../lib/pki/public-key.ts';
import { parseSerialNumber, serialNumberFromDer, serialNumberToDer } from '../../lib/pki/serial-number.ts';
import { signatureAlgorithmFor, verifySignature } from '../../lib/pki/signature-algorithm.ts';
import { blocks, NAMES, SUBJECT } from './seeds.ts';
import { NotIdentical, same, type Target } from './target.ts';

const key = testKey('Ed25519', 3);
const CONSTRAINTS = {
  permitted: [parseSubtree('dns', 'corp.lan'), parseSubtree('ip', '10.0.0.0/8'), parseSubtree('email', '.corp.lan')],
  excluded: [parseSubtree('uri', '.corp.lan'), directorySubtree(encodeName(SUBJECT))],
};
const subjects = blocks('CERTIFICATE')
  .filter((der) => der.length < 3_000)
  .slice(0, 6)
  .map((der) => parseCertificate(der).subjectDer);
const readOne = (octets: Uint8Array) => readDer(octets, { maxBytes: 65_536 });

export const PART_TARGETS: readonly Target[] = [
  {
    name: 'public key',
    kind: 'octets',
    seeds: [key, testKey('P-256'), testKey('P-384'), testKey('RSA-2048'), testKey('ML-DSA-44')].map(
      ({ spkiDer }) => spkiDer,
    ),
    run: (octets) => {
      const parsed = readSubjectPublicKeyInfo(octets);
      same('the key identifier', keyIdentifierOf(octets), parsed.keyId);
      return parsed;
    },
  },
  {
    name: 'signature algorithm',
    kind: 'octets',
    seeds: (['P-256', 'P-384', 'RSA-2048', 'Ed25519', 'ML-DSA-65'] as const)
      .map((algorithm) => signatureAlgorithmFor(algorithm).algorithmIdentifierDer)
      .concat(signatureAlgorithmFor('RSA-2048', 'pss').algorithmIdentifierDer),
    neverRefuses: true,
    run: (octets) =>
      verifySignature({
        spkiDer: testKey('RSA-2048').spkiDer,
        algorithmIdentifierDer: octets,
        data: octets,
        signature: new Uint8Array(256),
      }),
  },
  {
    name: 'distinguished name',
    kind: 'octets',
    seeds: [...subjects, encodeName(SUBJECT)],
    run: (octets) => {
      const name = decodeName(octets);
      if (!namesMatch(octets, octets)) throw new NotIdentical('the name');
      return name;
    },
  },
  {
    name: 'general name',
    kind: 'octets',
    seeds: NAMES.map(encodeGeneralName),
    run: (octets) => {
      const element = readOne(octets);
      const read = [generalNameElementText(element), readGeneralName(element)];
      const name = readIssuableName(element);
      same('the name', readIssuableName(readOne(encodeGeneralName(name))), name);
      return [read, name];
    },
  },
  {
    name: 'name constraints',
    kind: 'octets',
    seeds: [encodeNameConstraints(CONSTRAINTS), encodeNameConstraints({ ...CONSTRAINTS, excluded: [] })],
    run: (octets) => {
      const parsed = parseNameConstraints(octets);
      same('the constraints', parseNameConstraints(encodeNameConstraints(parsed)), parsed);
      return [parsed, explainNameConstraints(parsed)];
    },
  },
  {
    name: 'serial number',
    kind: 'octets',
    seeds: [serialNumberToDer(parseSerialNumber('4f00')), Uint8Array.of(0), new Uint8Array(20).fill(0x7f)],
    run: (octets) => {
      const serial = serialNumberFromDer(octets);
      // Content octets come from the gate, which has refused what is not minimal.
      if (octets[0] !== 0 || (octets[1] ?? 0x80) >= 0x80) same('the serial number', serialNumberToDer(serial), octets);
      return serial;
    },
  },
];

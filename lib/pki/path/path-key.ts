/** Public keys and signatures as a verifier meets them: more kinds than are issued here. RFC 5280 §4.1.2.7, RFC 4055, RFC 8410, RFC 9881 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  integerValue,
  readBitStringOctets,
  readDer,
  readOid,
} from '../der-reader.ts';
import { bitString, sequence, TAG } from '../der-writer.ts';
import { OID, oidLabel } from '../oids.ts';
import {
  fitsRestriction,
  type PssKey,
  type PssParameters,
  pssKeyText,
  pssText,
  readPssParameters,
} from '../rsassa-pss.ts';
import { PathFailure } from './path-result.ts';

export interface PathKey {
  readonly spkiDer: Uint8Array;
  readonly kind: KeyKind;
  /** `RSA 2048`, `P-256`, for messages. */
  readonly text: string;
  /** RSA: bits of the modulus; others 0. */
  readonly bits: number;
  /** For PSS only, and what its signatures must keep to. RFC 4055 §1.2 */
  readonly pss?: PssKey;
  /** DSA keys may leave their parameters to the issuer's key. RFC 5280 §6.1.4 (d)(e)(f) */
  readonly inheritsParameters: boolean;
}

export type KeyKind = 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'ed448' | 'ml-dsa' | 'dsa';

/**
 * Reads a SubjectPublicKeyInfo. Throws PathFailure `unsupported-key` for other algorithms and curves and for keys of a wrong form, and `weak-key` for RSA
 * below 2048 bits; with `allowLegacyAlgorithms` RSA from 1024 bits and DSA are read.
 */
export function readPathKey(spkiDer: Uint8Array, allowLegacyAlgorithms: boolean): PathKey {
  const { dotted, parameters, key } = readSpki(spkiDer);
  const plain = { spkiDer, bits: 0, inheritsParameters: false };
  switch (dotted) {
    case OID.rsaEncryption:
      if (!isNull(parameters)) throw unsupported('has RSA parameters of a wrong form');
      return readRsa(spkiDer, 'rsa', key, allowLegacyAlgorithms);
    case OID.rsassaPss:
      // RFC 4055 §1.2: absent, or what all its signatures must keep to.
      if (parameters !== null && parameters.tag !== TAG.sequence)
        throw unsupported('has RSA-PSS parameters of a wrong form');
      return {
        ...readRsa(spkiDer, 'rsa-pss', key, allowLegacyAlgorithms),
        pss: { restriction: parameters === null ? null : readPssParameters(parameters) },
      };
    case OID.ecPublicKey: {
      // RFC 5480 §2.1.1: named curves only; explicit parameters allow a forged generator (CVE-2020-0601).
      const curve = parameters?.tag === TAG.oid ? readOid(parameters, 'curve') : 'with explicit parameters';
      const name = CURVES.get(curve);
      if (name === undefined) throw unsupported(`has a key on the curve ${oidLabel(curve)}`);
      if (!hasPointForm(name, key)) throw unsupported(`has a ${name} key of a wrong length`);
      return { ...plain, kind: 'ec', text: name };
    }
    case OID.dsa:
      if (!allowLegacyAlgorithms) throw unsupported('has a DSA key');
      return { ...plain, kind: 'dsa', text: 'DSA', inheritsParameters: parameters === null };
    default: {
      const known = PARAMETERLESS.get(dotted);
      if (known === undefined) throw unsupported(`has a key of the kind ${oidLabel(dotted)}`);
      if (parameters !== null) throw unsupported(`has ${known.text} parameters, which may not be there`);
      if (key.length !== known.octets)
        throw unsupported(`has a key of ${key.length} octets, which is no ${known.text} key`);
      return { ...plain, kind: known.kind, text: known.text };
    }
  }
}

/** The DSA key with the parameters of its issuer's key. RFC 5280 §6.1.4 (e) */
export function inheritParameters(key: PathKey, issuer: PathKey): PathKey {
  if (!key.inheritsParameters || issuer.kind !== 'dsa' || issuer.inheritsParameters) return key;
  const identifier = readDer(issuer.spkiDer, { maxBytes: MAX_KEY_BYTES, noun: 'public key' });
  const algorithm = new FieldReader(identifier, 'SubjectPublicKeyInfo').take(TAG.sequence, 'algorithm');
  const spkiDer = sequence(encodingOf(algorithm), bitString(readSpki(key.spkiDer).key));
  return { ...key, spkiDer, inheritsParameters: false };
}

/**
 * Checks a signature. Throws PathFailure: `bad-signature`, `weak-algorithm` for MD5 and SHA-1 without `allowLegacyAlgorithms`,
 * `unsupported-algorithm` for algorithms and parameters that are not known, `algorithm-mismatch` when the key is of another kind.
 */
export function checkSignature(args: {
  readonly key: PathKey;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
  readonly allowLegacyAlgorithms: boolean;
}): void {
  const scheme = readScheme(args.algorithmIdentifierDer, args.allowLegacyAlgorithms);
  const fits =
    scheme.kinds.includes(args.key.kind) && (scheme.keyText === undefined || scheme.keyText === args.key.text);
  if (!fits)
    throw new PathFailure({
      code: 'bad-signature',
      evidence: `is signed with ${scheme.text}, but its issuer has a ${args.key.text} key`,
      advice: 'Use the certificate of the authority that really signed it.',
    });
  if (scheme.pss && args.key.pss && !fitsRestriction(scheme.pss, args.key.pss))
    throw new PathFailure({
      code: 'bad-signature',
      evidence: `is signed with ${pssText(scheme.pss)}, but its issuer has a key ${pssKeyText(args.key.spkiDer)}`,
      advice: 'The issuer has to sign it again with the parameters that its key is bound to.',
    });
  if (!isGood(scheme, args))
    throw new PathFailure({
      code: 'bad-signature',
      evidence: `has a signature (${scheme.text}) that its issuer did not make`,
      advice: 'It may be damaged, or its issuer may have had another key; use the matching issuer certificate.',
    });
}

interface Scheme {
  readonly text: string;
  readonly kinds: readonly KeyKind[];
  readonly digest: string | null;
  readonly pss?: PssParameters;
  /** ML-DSA: the one parameter set that fits. */
  readonly keyText?: string;
}

function isGood(
  scheme: Scheme,
  args: { readonly key: PathKey; readonly data: Uint8Array; readonly signature: Uint8Array },
): boolean {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(args.key.spkiDer), format: 'der', type: 'spki' });
  } catch {
    throw new PathFailure({
      code: 'unsupported-key',
      evidence: `is signed by a ${args.key.text} key that is not valid`,
      advice: 'The issuer needs a new key.',
    });
  }
  try {
    if (scheme.pss === undefined) return verify(scheme.digest, args.data, key, args.signature);
    const { saltLength } = scheme.pss;
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return verify(scheme.digest, args.data, { key, padding, saltLength }, args.signature);
  } catch {
    return false;
  }
}

function readScheme(der: Uint8Array, allowLegacyAlgorithms: boolean): Scheme {
  const { dotted, parameters } = readIdentifier(der);
  if (dotted === OID.rsassaPss) return readPss(parameters, allowLegacyAlgorithms);
  const legacy = LEGACY_SCHEMES.get(dotted);
  const scheme = SCHEMES.get(dotted) ?? legacy;
  if (scheme === undefined) throw unsupportedAlgorithm(`the algorithm ${oidLabel(dotted)}`);
  if (legacy !== undefined && !allowLegacyAlgorithms) throw weakAlgorithm(legacy.text);
  // RFC 4055 §5: NULL, and readers accept its absence, for RSA. RFC 5758 §3, RFC 8410 §3, RFC 9881 §2: absent for the others.
  const inForm = parameters === null || (scheme.kinds.includes('rsa') && isNull(parameters));
  if (!inForm) throw unsupportedAlgorithm(`parameters that ${scheme.text} may not have`);
  return scheme;
}

/** See `lib/pki/rsassa-pss.ts` for the shape. RFC 4055 §3.1 */
function readPss(parameters: DerElement | null, allowLegacyAlgorithms: boolean): Scheme {
  if (parameters === null) throw unsupportedAlgorithm('RSA-PSS without parameters');
  const pss = readPssParameters(parameters);
  if (pss.digest === null || pss.digest !== pss.maskDigest || pss.trailerField !== 1)
    throw unsupportedAlgorithm('RSA-PSS with parameters that are not supported');
  const text = `RSA-PSS with ${pss.digest.toUpperCase()}`;
  if (pss.digest === 'sha1' && !allowLegacyAlgorithms) throw weakAlgorithm(text);
  return { text, kinds: ['rsa', 'rsa-pss'], digest: pss.digest, pss };
}

function readIdentifier(der: Uint8Array): { dotted: string; parameters: DerElement | null } {
  const element = readDer(der, { maxBytes: 2048, maxNodes: 32, noun: 'algorithm identifier' });
  const fields = new FieldReader(element, 'AlgorithmIdentifier');
  const dotted = readOid(fields.takeAny('algorithm'), 'AlgorithmIdentifier.algorithm');
  const parameters = fields.done ? null : fields.takeAny('parameters');
  fields.finish();
  return { dotted, parameters };
}

function readSpki(der: Uint8Array): { dotted: string; parameters: DerElement | null; key: Uint8Array } {
  const info = new FieldReader(
    readDer(der, { maxBytes: MAX_KEY_BYTES, maxNodes: 32, noun: 'public key' }),
    'SubjectPublicKeyInfo',
  );
  const identifier = readIdentifier(encodingOf(info.take(TAG.sequence, 'algorithm')));
  const key = readBitStringOctets(info.takeAny('subjectPublicKey'), 'SubjectPublicKeyInfo.subjectPublicKey');
  info.finish();
  return { ...identifier, key };
}

function readRsa(spkiDer: Uint8Array, kind: 'rsa' | 'rsa-pss', key: Uint8Array, allowLegacy: boolean): PathKey {
  const fields = new FieldReader(
    readDer(key, { maxBytes: MAX_KEY_BYTES, maxNodes: 8, noun: 'RSA key' }),
    'RSAPublicKey',
  );
  const modulus = integerValue(contentOf(fields.take(TAG.integer, 'modulus')));
  const exponent = integerValue(contentOf(fields.take(TAG.integer, 'publicExponent')));
  fields.finish();
  const bits = modulus <= 0n ? 0 : modulus.toString(2).length;
  const least = allowLegacy ? 1024 : 2048;
  if (bits < least || exponent < 3n || exponent % 2n === 0n || modulus % 2n === 0n)
    throw new PathFailure({
      code: 'weak-key',
      evidence:
        bits < least
          ? `has a key of RSA ${bits}, below ${least} bits`
          : 'has an RSA key with an even modulus or an unsafe exponent',
      advice: 'Issue it again with a key of at least RSA 2048 or P-256.',
    });
  if (bits > MAX_RSA_BITS) throw unsupported(`has a key of RSA ${bits}, above ${MAX_RSA_BITS} bits`);
  return { spkiDer, kind, text: `RSA ${bits}`, bits, inheritsParameters: false };
}

/** Uncompressed, or compressed with one coordinate. RFC 5480 §2.2 */
function hasPointForm(curve: string, key: Uint8Array): boolean {
  const octets = COORDINATE_OCTETS.get(curve) as number;
  return key[0] === 0x04 ? key.length === 1 + 2 * octets : (key[0] === 2 || key[0] === 3) && key.length === 1 + octets;
}

function isNull(parameters: DerElement | null): boolean {
  return parameters?.tag === TAG.null;
}

function unsupported(evidence: string): PathFailure {
  const advice = 'Use RSA from 2048 bits, P-256, P-384, P-521, Ed25519, Ed448 or ML-DSA.';
  return new PathFailure({ code: 'unsupported-key', evidence, advice });
}

function unsupportedAlgorithm(what: string): PathFailure {
  return new PathFailure({
    code: 'unsupported-algorithm',
    evidence: `is signed with ${what}`,
    advice: 'Issue it again with RSA, ECDSA, Ed25519, Ed448 or ML-DSA and SHA-256 or stronger.',
  });
}

function weakAlgorithm(text: string): PathFailure {
  return new PathFailure({
    code: 'weak-algorithm',
    evidence: `is signed with ${text}, which can be forged`,
    advice: 'Issue it again with SHA-256 or stronger.',
  });
}

/** ML-DSA-87 keys have 2,592 octets, RSA 8192 about 1,050; the rest is room for parameters. */
const MAX_KEY_BYTES = 8192;
/** Checking one signature of RSA 16384 takes as long as of sixty RSA 2048. */
const MAX_RSA_BITS = 8192;

const CURVES: ReadonlyMap<string, string> = new Map([
  [OID.prime256v1, 'P-256'],
  [OID.secp384r1, 'P-384'],
  [OID.secp521r1, 'P-521'],
]);
const COORDINATE_OCTETS: ReadonlyMap<string, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
]);
/** RFC 8410 §4, FIPS 204 table 2 */
const PARAMETERLESS: ReadonlyMap<string, { kind: KeyKind; text: string; octets: number }> = new Map([
  [OID.ed25519, { kind: 'ed25519', text: 'Ed25519', octets: 32 }],
  [OID.ed448, { kind: 'ed448', text: 'Ed448', octets: 57 }],
  [OID.mlDsa44, { kind: 'ml-dsa', text: 'ML-DSA-44', octets: 1312 }],
  [OID.mlDsa65, { kind: 'ml-dsa', text: 'ML-DSA-65', octets: 1952 }],
  [OID.mlDsa87, { kind: 'ml-dsa', text: 'ML-DSA-87', octets: 2592 }],
]);
const rsa = (text: string, digest: string): Scheme => ({ text, kinds: ['rsa'], digest });
const ecdsa = (text: string, digest: string): Scheme => ({ text, kinds: ['ec'], digest });
const dsa = (text: string, digest: string): Scheme => ({ text, kinds: ['dsa'], digest });
const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  [OID.sha256WithRSAEncryption, rsa('RSA with SHA-256', 'sha256')],
  [OID.sha384WithRSAEncryption, rsa('RSA with SHA-384', 'sha384')],
  [OID.sha512WithRSAEncryption, rsa('RSA with SHA-512', 'sha512')],
  [OID.ecdsaWithSha256, ecdsa('ECDSA with SHA-256', 'sha256')],
  [OID.ecdsaWithSha384, ecdsa('ECDSA with SHA-384', 'sha384')],
  [OID.ecdsaWithSha512, ecdsa('ECDSA with SHA-512', 'sha512')],
  [OID.ed25519, { text: 'Ed25519', kinds: ['ed25519'], digest: null }],
  [OID.ed448, { text: 'Ed448', kinds: ['ed448'], digest: null }],
  [OID.mlDsa44, { text: 'ML-DSA-44', kinds: ['ml-dsa'], digest: null, keyText: 'ML-DSA-44' }],
  [OID.mlDsa65, { text: 'ML-DSA-65', kinds: ['ml-dsa'], digest: null, keyText: 'ML-DSA-65' }],
  [OID.mlDsa87, { text: 'ML-DSA-87', kinds: ['ml-dsa'], digest: null, keyText: 'ML-DSA-87' }],
]);
/** Broken digests, and DSA, which FIPS 186-5 withdrew. RFC 6194, RFC 6151 */
const LEGACY_SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  [OID.md5WithRSAEncryption, rsa('RSA with MD5', 'md5')],
  [OID.sha1WithRSAEncryption, rsa('RSA with SHA-1', 'sha1')],
  [OID.ecdsaWithSha1, ecdsa('ECDSA with SHA-1', 'sha1')],
  ['1.2.840.10040.4.3', dsa('DSA with SHA-1', 'sha1')],
  ['2.16.840.1.101.3.4.3.2', dsa('DSA with SHA-256', 'sha256')],
]);

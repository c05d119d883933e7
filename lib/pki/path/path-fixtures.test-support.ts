/** Chains, lists and responses with any content, valid unless a test asks for a fault. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  ascii,
  bitString,
  boolean,
  enumerated,
  explicit,
  implicit,
  integer,
  namedBitString,
  octetString,
  oid,
  sequence,
  time,
  tlv,
} from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import { DAY, NOW } from '../fixtures.test-support.ts';
import { OID } from '../oids.ts';
import { keyIdentifierOf } from '../public-key.ts';
import { encodeExtension } from '../tbs-certificate.ts';
import type { DistinguishedName } from '../types.ts';
import type { PathAnswer, PathBudget } from './path-result.ts';
import { type PathQuestion, verifyPath } from './verify-path.ts';

export interface FixtureKey {
  readonly privateKey: KeyObject;
  readonly spkiDer: Uint8Array;
  readonly id: Uint8Array;
  /** AlgorithmIdentifier it signs with. */
  readonly algorithm: Uint8Array;
  readonly digest: string | null;
}

export interface Entity {
  readonly key: FixtureKey;
  readonly subject: DistinguishedName;
  readonly der: Uint8Array;
}

/** The same number gives the same Ed25519 key. */
export function fixtureKey(number: number): FixtureKey {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const secret = Buffer.alloc(32);
  secret.writeUInt32BE(number + 1);
  const privateKey = createPrivateKey({ key: Buffer.concat([prefix, secret]), format: 'der', type: 'pkcs8' });
  return keyOf(privateKey, sequence(oid(OID.ed25519)), null);
}

export function keyOf(privateKey: KeyObject, algorithm: Uint8Array, digest: string | null): FixtureKey {
  const spkiDer = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  return { privateKey, spkiDer, id: keyIdentifierOf(spkiDer), algorithm, digest };
}

/** A new key of a kind Node names, such as `ml-dsa-65`. */
export function generatedKey(kind: string, options: object, algorithm: Uint8Array, digest: string | null): FixtureKey {
  const generate = generateKeyPairSync as unknown as (kind: string, options: object) => { privateKey: KeyObject };
  return keyOf(generate(kind, options).privateKey, algorithm, digest);
}

/** Extensions by name; null leaves one out that would be there. */
export interface Extensions {
  readonly [name: string]: Uint8Array | null;
}

export interface CertificateOptions {
  readonly key: FixtureKey;
  readonly subject: DistinguishedName;
  /** Null: self-signed. */
  readonly issuer: Entity | null;
  readonly isCa: boolean;
  readonly version?: number;
  readonly serial?: Uint8Array;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly validity?: Uint8Array;
  readonly extensions?: Extensions;
  readonly issuerName?: Uint8Array;
  readonly subjectName?: Uint8Array;
  readonly outerAlgorithm?: Uint8Array;
  readonly signature?: (good: Uint8Array) => Uint8Array;
  /** Behind the public key: unique identifiers. */
  readonly extraFields?: Uint8Array;
}

export const ext = {
  basicConstraints: (cA: boolean, pathLen: number | null = null, critical = true) =>
    encodeExtension(
      OID.basicConstraints,
      critical,
      sequence(...(cA ? [boolean(true)] : []), ...(pathLen === null ? [] : [integer(pathLen)])),
    ),
  keyUsage: (...bits: number[]) => encodeExtension(OID.keyUsage, true, namedBitString(bits)),
  extKeyUsage: (...oids: string[]) => encodeExtension(OID.extKeyUsage, false, sequence(...oids.map(oid))),
  dnsNames: (...names: string[]) =>
    encodeExtension(OID.subjectAltName, false, sequence(...names.map((name) => implicit(2, ascii(name))))),
  names: (critical: boolean, ...names: Uint8Array[]) =>
    encodeExtension(OID.subjectAltName, critical, sequence(...names)),
  policies: (...oids: string[]) =>
    encodeExtension(OID.certificatePolicies, false, sequence(...oids.map((policy) => sequence(oid(policy))))),
  mappings: (...pairs: [string, string][]) =>
    encodeExtension(OID.policyMappings, true, sequence(...pairs.map(([from, to]) => sequence(oid(from), oid(to))))),
  policyConstraints: (requireExplicit: number | null, inhibitMapping: number | null = null) =>
    encodeExtension(
      OID.policyConstraints,
      true,
      sequence(
        ...(requireExplicit === null ? [] : [implicit(0, Uint8Array.of(requireExplicit))]),
        ...(inhibitMapping === null ? [] : [implicit(1, Uint8Array.of(inhibitMapping))]),
      ),
    ),
  inhibitAnyPolicy: (skip: number) => encodeExtension(OID.inhibitAnyPolicy, true, integer(skip)),
  subjectKeyIdentifier: (id: Uint8Array, critical = false) =>
    encodeExtension(OID.subjectKeyIdentifier, critical, octetString(id)),
  authorityKeyIdentifier: (id: Uint8Array, critical = false) =>
    encodeExtension(OID.authorityKeyIdentifier, critical, sequence(implicit(0, id))),
  raw: encodeExtension,
};

/** A certificate that is valid for TLS servers and every other use. */
export function certificate(options: CertificateOptions): Entity {
  const { key, subject, issuer, isCa } = options;
  const signer = issuer?.key ?? key;
  const version = options.version ?? 3;
  const extensions: Extensions = {
    basicConstraints: ext.basicConstraints(isCa),
    keyUsage: isCa ? ext.keyUsage(5, 6) : ext.keyUsage(0),
    subjectKeyIdentifier: ext.subjectKeyIdentifier(key.id),
    authorityKeyIdentifier: issuer === null ? null : ext.authorityKeyIdentifier(signer.id),
    ...(isCa ? {} : { subjectAltName: ext.dnsNames('api.lan') }),
    ...options.extensions,
  };
  const list = Object.values(extensions).filter((value) => value !== null);
  const tbs = sequence(
    ...(version === 1 ? [] : [explicit(0, integer(version - 1))]),
    tlv(0x02, options.serial ?? Uint8Array.of(0x41, ...key.id.subarray(0, 8))),
    signer.algorithm,
    options.issuerName ?? encodeName(issuer?.subject ?? subject),
    options.validity ??
      sequence(
        time(options.notBefore ?? new Date(NOW.getTime() - DAY)),
        time(options.notAfter ?? new Date(NOW.getTime() + 30 * DAY)),
      ),
    options.subjectName ?? encodeName(subject),
    key.spkiDer,
    options.extraFields ?? new Uint8Array(0),
    ...(version < 3 && options.extensions === undefined ? [] : [explicit(3, sequence(...list))]),
  );
  const good = new Uint8Array(sign(signer.digest, tbs, signer.privateKey));
  const signature = bitString(options.signature?.(good) ?? good);
  return { key, subject, der: sequence(tbs, options.outerAlgorithm ?? signer.algorithm, signature) };
}

/** Root, as many intermediates, and a leaf; `changes` by position from the root. */
export function chain(length: number, changes: Record<number, Partial<CertificateOptions>> = {}): Entity[] {
  const entities: Entity[] = [];
  for (let index = 0; index < length; index += 1) {
    const isCa = index < length - 1;
    const name = index === 0 ? 'Root' : isCa ? `CA ${index}` : 'Leaf';
    entities.push(
      certificate({
        key: fixtureKey(index),
        subject: [
          { type: 'O', value: 'Acme' },
          { type: 'CN', value: name },
        ],
        issuer: entities.at(-1) ?? null,
        isCa,
        ...changes[index],
      }),
    );
  }
  return entities;
}

/** The verdict on a chain: the first is trusted, the last is the end. */
export function verify(
  entities: readonly Entity[],
  changes: Partial<PathQuestion> = {},
  budget?: PathBudget,
): PathAnswer {
  const question: PathQuestion = {
    trusted: [(entities[0] as Entity).der],
    intermediates: entities.slice(1, -1).map(({ der }) => der),
    leaf: (entities.at(-1) as Entity).der,
    crls: [],
    ocspResponses: [],
    time: NOW,
    purpose: null,
    identity: null,
    initialNameConstraints: null,
    allowLegacyAlgorithms: false,
    policies: POLICIES,
    ...changes,
  };
  return budget === undefined ? verifyPath(question) : verifyPath(question, budget);
}

export const POLICIES = {
  userInitialPolicySet: [OID.anyPolicy] as readonly string[],
  initialPolicyMappingInhibit: false,
  initialExplicitPolicy: false,
  initialAnyPolicyInhibit: false,
};

export interface CrlOptions {
  readonly number?: number | null;
  readonly base?: number;
  readonly entries?: readonly (readonly [serial: Uint8Array, ...extensions: Uint8Array[]])[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  /** Value of issuingDistributionPoint. */
  readonly idp?: Uint8Array;
  readonly version?: number | null;
  readonly extensions?: readonly Uint8Array[];
  readonly issuerName?: DistinguishedName;
  readonly signature?: (good: Uint8Array) => Uint8Array;
}

export function crl(signer: Entity, options: CrlOptions = {}): Uint8Array {
  const number = options.number === undefined ? 5 : options.number;
  const extensions = [
    encodeExtension(OID.authorityKeyIdentifier, false, sequence(implicit(0, signer.key.id))),
    ...(number === null ? [] : [encodeExtension(OID.crlNumber, false, integer(number))]),
    ...(options.base === undefined ? [] : [encodeExtension(OID.deltaCrlIndicator, true, integer(options.base))]),
    ...(options.idp === undefined ? [] : [encodeExtension(OID.issuingDistributionPoint, true, options.idp)]),
    ...(options.extensions ?? []),
  ];
  const entries = (options.entries ?? []).map(([serial, ...more]) =>
    sequence(tlv(0x02, serial), time(new Date(NOW.getTime() - DAY)), ...(more.length > 0 ? [sequence(...more)] : [])),
  );
  const nextUpdate = options.nextUpdate === undefined ? new Date(NOW.getTime() + DAY) : options.nextUpdate;
  const version = options.version === undefined ? 2 : options.version;
  const tbs = sequence(
    ...(version === null ? [] : [integer(version - 1)]),
    signer.key.algorithm,
    encodeName(options.issuerName ?? signer.subject),
    time(options.thisUpdate ?? new Date(NOW.getTime() - DAY)),
    ...(nextUpdate === null ? [] : [time(nextUpdate)]),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    ...(version === null && options.extensions === undefined ? [] : [explicit(0, sequence(...extensions))]),
  );
  const good = new Uint8Array(sign(signer.key.digest, tbs, signer.key.privateKey));
  return sequence(tbs, signer.key.algorithm, bitString(options.signature?.(good) ?? good));
}

/** Serial content of a fixture certificate that was not given one. */
export function serialOf(entity: Entity): Uint8Array {
  return Uint8Array.of(0x41, ...entity.key.id.subarray(0, 8));
}

export function reason(code: number): Uint8Array {
  return encodeExtension(OID.reasonCode, false, enumerated(code));
}

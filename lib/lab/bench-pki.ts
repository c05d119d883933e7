/** A private PKI of throw-away keys for the bench. Nothing of it is stored: it lives in this process and is made anew each day. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { HandshakeParty } from '../domain/ports.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { assembleCertificateList, encodeTbsCertList } from '../pki/crl.ts';
import { childrenOf, encodingOf, readDer } from '../pki/der-reader.ts';
import { explicit, nullValue, sequence } from '../pki/der-writer.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { encodeNameConstraints, parseSubtree } from '../pki/name-constraints.ts';
import { parseClientName, parseServerName } from '../pki/names.ts';
import { keyIdentifierOf } from '../pki/public-key.ts';
import { serialNumberFromEntropy } from '../pki/serial-number.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import { assembleCertificate, encodeExtension, encodeTbsCertificate } from '../pki/tbs-certificate.ts';
import type {
  CertificateDer,
  CertificateListDer,
  ExtKeyUsage,
  KeyAlgorithm,
  SubjectPublicKeyInfoDer,
  TbsCertificateDer,
} from '../pki/types.ts';

/** The name that clients of the bench dial. */
export const BENCH_SERVER_NAME = 'api.bench.test';

/** A key with its certificate and everything above it. */
export interface BenchEntity {
  readonly name: string;
  readonly key: BenchKey;
  readonly certificateDer: CertificateDer;
  readonly issuer: BenchEntity | null;
}

interface BenchKey {
  readonly algorithm: KeyAlgorithm;
  readonly privateKey: KeyObject;
  readonly spkiDer: SubjectPublicKeyInfoDer;
}

/** Days from the day of the PKI, negative for the past. */
interface Life {
  readonly from?: number;
  readonly to?: number;
}

export interface AuthorityOptions extends Life {
  readonly algorithm?: KeyAlgorithm;
  readonly pathLength?: number | null;
  /** Only names below this domain. */
  readonly permitted?: string;
}

export interface LeafOptions extends Life {
  readonly algorithm?: KeyAlgorithm;
  /** RSA below what `algorithm` can name; weak on purpose. */
  readonly weakRsaBits?: number;
  readonly uses: readonly ExtKeyUsage[];
  readonly serverNames?: readonly string[];
  readonly unknownCritical?: boolean;
}

/** Makes authorities and leaves as of one moment. */
export class BenchPki {
  readonly now: Date;

  constructor(now: Date) {
    this.now = now;
  }

  authority(name: string, issuer: BenchEntity | null, options: AuthorityOptions = {}): BenchEntity {
    const key = makeKey(options.algorithm ?? 'P-256');
    return this.#certify(name, key, issuer, options, {
      basicConstraints: { cA: true, pathLenConstraint: options.pathLength ?? null },
      keyUsage: ['keyCertSign', 'cRLSign'],
      extKeyUsage: [],
      subjectAltName: [],
      nameConstraintsDer:
        options.permitted === undefined
          ? null
          : encodeNameConstraints({ permitted: [parseSubtree('dns', options.permitted)], excluded: [] }),
    });
  }

  leaf(name: string, issuer: BenchEntity, options: LeafOptions): BenchEntity {
    const key = options.weakRsaBits ? makeWeakRsa(options.weakRsaBits) : makeKey(options.algorithm ?? 'P-256');
    const isRsa = options.weakRsaBits !== undefined;
    return this.#certify(
      name,
      key,
      issuer,
      options,
      {
        basicConstraints: { cA: false },
        keyUsage: isRsa ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'],
        extKeyUsage: options.uses,
        subjectAltName: options.serverNames
          ? options.serverNames.map((serverName) => parseServerName(serverName))
          : [parseClientName(`${name}@bench.test`)],
        nameConstraintsDer: null,
      },
      options.unknownCritical ?? false,
    );
  }

  /** The list of an authority, in force for a week. */
  list(authority: BenchEntity, revoked: readonly BenchEntity[]): CertificateListDer {
    const algorithm = signatureAlgorithmFor(authority.key.algorithm);
    const tbs = encodeTbsCertList({
      issuer: encodeName(subjectOf(authority.name)),
      signatureAlgorithm: algorithm.algorithmIdentifierDer,
      thisUpdate: this.#day(0),
      nextUpdate: this.#day(7),
      crlNumber: 1n,
      authorityKeyIdentifier: keyIdentifierOf(authority.key.spkiDer),
      entries: revoked.map(({ certificateDer }) => ({
        serialNumber: parseCertificate(certificateDer).serialNumber,
        revocationDate: this.#day(-1),
        reason: 'keyCompromise' as const,
      })),
    });
    return assembleCertificateList(
      tbs,
      algorithm.algorithmIdentifierDer,
      sign(algorithm.digest, tbs, authority.key.privateKey),
    );
  }

  #certify(
    name: string,
    key: BenchKey,
    issuer: BenchEntity | null,
    life: Life,
    form: Pick<
      Parameters<typeof encodeTbsCertificate>[0],
      'basicConstraints' | 'keyUsage' | 'extKeyUsage' | 'subjectAltName' | 'nameConstraintsDer'
    >,
    unknownCritical = false,
  ): BenchEntity {
    const signer = issuer?.key ?? key;
    const algorithm = signatureAlgorithmFor(signer.algorithm);
    const identifier = keyIdentifierOf(key.spkiDer);
    const plain = encodeTbsCertificate({
      // The key is fresh, so its identifier is a number of its own.
      serialNumber: serialNumberFromEntropy(identifier.subarray(0, 16)),
      issuer: encodeName(subjectOf(issuer?.name ?? name)),
      subject: subjectOf(name),
      notBefore: this.#day(life.from ?? -1),
      notAfter: this.#day(life.to ?? (form.basicConstraints.cA ? 365 : 90)),
      spkiDer: key.spkiDer,
      signatureAlgorithm: algorithm.algorithmIdentifierDer,
      subjectKeyIdentifier: identifier,
      authorityKeyIdentifier: issuer === null ? new Uint8Array(0) : keyIdentifierOf(signer.spkiDer),
      ocspUrls: [],
      caIssuersUrls: [],
      crlUrls: [],
      ocspNoCheck: false,
      ...form,
    });
    const tbs = unknownCritical ? withUnknownCritical(plain) : plain;
    const signature = sign(algorithm.digest, tbs, signer.privateKey);
    return {
      name,
      key,
      certificateDer: assembleCertificate(tbs, algorithm.algorithmIdentifierDer, signature),
      issuer,
    };
  }

  #day(days: number): Date {
    return new Date(this.now.getTime() + days * 86_400_000);
  }
}

/** Leaf first, the root left out unless asked for; `sent`: how many of the chain go over the wire. */
export function identityOf(entity: BenchEntity, sent = Number.POSITIVE_INFINITY): HandshakeParty {
  const chain: CertificateDer[] = [];
  for (let at: BenchEntity | null = entity; at?.issuer && chain.length < sent; at = at.issuer)
    chain.push(at.certificateDer);
  return { privateKeyPkcs8: pkcs8Of(entity.key.privateKey), certificateChain: chain };
}

function pkcs8Of(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));
}

const subjectOf = (name: string) => [
  { type: 'O', value: 'Countersign bench' },
  { type: 'CN', value: name },
];

type Generate = (type: string, options: object) => { publicKey: KeyObject; privateKey: KeyObject };
const generate = generateKeyPairSync as unknown as Generate;

function makeKey(algorithm: KeyAlgorithm): BenchKey {
  const [type, options] = /^P-/.test(algorithm)
    ? ['ec', { namedCurve: algorithm }]
    : /^RSA-/.test(algorithm)
      ? ['rsa', { modulusLength: Number(algorithm.slice(4)) }]
      : [algorithm.toLowerCase(), {}];
  return keyOf(algorithm, generate(type as string, options as object));
}

/** Signing with it follows the rules of RSA keys; that its size has no name here is the point. */
function makeWeakRsa(bits: number): BenchKey {
  return keyOf('RSA-2048', generate('rsa', { modulusLength: bits }));
}

function keyOf(algorithm: KeyAlgorithm, pair: { publicKey: KeyObject; privateKey: KeyObject }): BenchKey {
  const spkiDer = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })) as SubjectPublicKeyInfoDer;
  return { algorithm, privateKey: pair.privateKey, spkiDer };
}

/** The same with one more extension: an OID of the arc for examples, critical, NULL. */
function withUnknownCritical(tbs: TbsCertificateDer): TbsCertificateDer {
  const parts = childrenOf(readDer(tbs, { maxBytes: 65_536, noun: 'certificate' }));
  const extensions = childrenOf(childrenOf(parts.at(-1) as (typeof parts)[number])[0] as (typeof parts)[number]);
  const more = encodeExtension('2.999.1', true, nullValue());
  return sequence(
    ...parts.slice(0, -1).map(encodingOf),
    explicit(3, sequence(...extensions.map(encodingOf), more)),
  ) as TbsCertificateDer;
}

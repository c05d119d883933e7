/** Each file that can be handed out: its name and contents as they are announced, and the making of exactly that. */
import type { Entropy } from '../password-encryption.ts';
import { encodePem } from '../pem.ts';
import { encryptedPrivateKeyPem, privateKeyPem, traditionalPrivateKeyPem } from '../pkcs8.ts';
import { encodePkcs12, encodePkcs12TrustStore, type Pkcs12Protection } from '../pkcs12.ts';
import { type CertificateDer, type KeyAlgorithm, PkiError } from '../types.ts';
import { encodeJavaKeyStore } from './java-key-store.ts';
import { caConfigMapYaml, tlsSecretYaml } from './kubernetes.ts';
import { mobileConfig } from './mobileconfig.ts';
import { encodePkcs7 } from './pkcs7.ts';

/** What is known before anything is made. */
export interface ExportFacts {
  /** Stem of the leaf's files and friendly name, safe. */
  readonly base: string;
  /** Stem of the root's files, safe and other than `base`. */
  readonly rootBase: string;
  /** As people call them. */
  readonly displayName: string;
  readonly organization: string;
  readonly issuingCount: number;
  readonly hasKey: boolean;
  readonly keyAlgorithm: KeyAlgorithm;
}

export interface ExportMaterial {
  readonly leaf: CertificateDer;
  /** Issuing authorities, nearest first, without the root. */
  readonly issuing: readonly CertificateDer[];
  readonly root: CertificateDer;
  /** Null when the key is not held here. */
  readonly privateKeyPkcs8: Uint8Array | null;
  readonly password: string | null;
  readonly entropy: Entropy;
  readonly createdAt: Date;
  /** Rounds of password derivation, default as each format has it. */
  readonly iterations?: number;
}

/** What is in a file, in its order. */
export type ExportPart = 'key' | 'leaf' | 'issuing' | 'root';

export interface ExportRecipe {
  readonly name: (facts: ExportFacts) => string;
  readonly mediaType: string;
  /** What the file is for, one sentence. */
  readonly use: string;
  readonly parts: (facts: ExportFacts) => readonly ExportPart[];
  /** Why the root is or is not there, or null where nobody would ask. */
  readonly rootNote: string | null;
  readonly protection: 'none' | 'strong' | 'weak';
  readonly build: (facts: ExportFacts, material: ExportMaterial) => Uint8Array | string;
}

export type RecipeId = keyof typeof RECIPES;

const fullChain = ({ issuingCount }: ExportFacts): ExportPart[] => ['leaf', ...issuingParts(issuingCount)];
const withRoot = (facts: ExportFacts): ExportPart[] => [...fullChain(facts), 'root'];
const keyAnd =
  (parts: (facts: ExportFacts) => readonly ExportPart[]) =>
  (facts: ExportFacts): ExportPart[] => ['key', ...parts(facts)];
const only =
  (...parts: ExportPart[]) =>
  () =>
    parts;
const issuingOnly = ({ issuingCount }: ExportFacts): ExportPart[] => issuingParts(issuingCount);

const SERVERS_SEND_NO_ROOT = 'root not included, because servers must not send it';

export const RECIPES = {
  leafPem: {
    name: ({ base }) => `${base}.pem`,
    mediaType: 'application/x-pem-file',
    use: 'The certificate by itself.',
    parts: only('leaf'),
    rootNote: null,
    protection: 'none',
    build: (_, { leaf }) => pem(leaf),
  },
  leafDer: {
    name: ({ base }) => `${base}.cer`,
    mediaType: 'application/pkix-cert',
    use: 'The certificate by itself, in binary form.',
    parts: only('leaf'),
    rootNote: null,
    protection: 'none',
    build: (_, { leaf }) => leaf,
  },
  chainPem: {
    name: ({ base }) => `${base}-chain.pem`,
    mediaType: 'application/x-pem-file',
    use: 'The issuing authorities, nearest first.',
    parts: issuingOnly,
    rootNote: SERVERS_SEND_NO_ROOT,
    protection: 'none',
    build: (_, { issuing }) => pem(...issuing),
  },
  fullChainPem: {
    name: ({ base }) => `${base}-fullchain.pem`,
    mediaType: 'application/x-pem-file',
    use: 'What the server sends: its certificate, then the issuing authorities.',
    parts: fullChain,
    rootNote: SERVERS_SEND_NO_ROOT,
    protection: 'none',
    build: (_, { leaf, issuing }) => pem(leaf, ...issuing),
  },
  haproxyPem: {
    // A name of its own: `api.pem` is a certificate without key everywhere else.
    name: ({ base }) => `${base}-haproxy.pem`,
    mediaType: 'application/x-pem-file',
    use: 'One file for `bind … ssl crt`: certificate, issuing authorities, private key.',
    parts: (facts) => [...fullChain(facts), 'key'],
    rootNote: SERVERS_SEND_NO_ROOT,
    protection: 'none',
    build: (_, material) => pem(material.leaf, ...material.issuing) + privateKeyPem(keyOf(material)),
  },
  keyPem: {
    name: ({ base }) => `${base}.key`,
    mediaType: 'application/x-pem-file',
    use: 'The private key, not encrypted, as server programs read it. Only their user may read it.',
    parts: only('key'),
    rootNote: null,
    protection: 'none',
    build: (_, material) => privateKeyPem(keyOf(material)),
  },
  encryptedKeyPem: {
    name: ({ base }) => `${base}-encrypted.key`,
    mediaType: 'application/x-pem-file',
    use: 'The private key under the password.',
    parts: only('key'),
    rootNote: null,
    protection: 'strong',
    build: (_, material) => encryptedPrivateKeyPem({ ...passwordOf(material), pkcs8Der: keyOf(material) }),
  },
  traditionalKeyPem: {
    name: ({ base }) => `${base}-traditional.key`,
    mediaType: 'application/x-pem-file',
    use: 'The private key, not encrypted, in the form that some old software needs.',
    parts: only('key'),
    rootNote: null,
    protection: 'none',
    build: (_, material) => traditionalPrivateKeyPem(keyOf(material)),
  },
  rootPem: {
    name: ({ rootBase }) => `${rootBase}.pem`,
    mediaType: 'application/x-pem-file',
    use: 'The root, for those who are to trust it.',
    parts: only('root'),
    rootNote: null,
    protection: 'none',
    build: (_, { root }) => pem(root),
  },
  rootDer: {
    name: ({ rootBase }) => `${rootBase}.crt`,
    mediaType: 'application/x-x509-ca-cert',
    use: 'The root, for those who are to trust it, in binary form.',
    parts: only('root'),
    rootNote: null,
    protection: 'none',
    build: (_, { root }) => root,
  },
  rootPkcs7: {
    name: ({ rootBase }) => `${rootBase}.p7b`,
    mediaType: 'application/x-pkcs7-certificates',
    use: 'The root as PKCS#7, for programs that import nothing else.',
    parts: only('root'),
    rootNote: null,
    protection: 'none',
    build: (_, { root }) => encodePkcs7([root]),
  },
  pkcs7: {
    name: ({ base }) => `${base}.p7b`,
    mediaType: 'application/x-pkcs7-certificates',
    use: 'The whole chain for importing beside a key that is there already.',
    parts: withRoot,
    rootNote: 'root included, for import into a trust store',
    protection: 'none',
    build: (_, { leaf, issuing, root }) => encodePkcs7([leaf, ...issuing, root]),
  },
  pkcs7Pem: {
    name: ({ base }) => `${base}-pkcs7.pem`,
    mediaType: 'application/x-pem-file',
    use: 'The whole chain as PKCS#7, in text form.',
    parts: withRoot,
    rootNote: 'root included, for import into a trust store',
    protection: 'none',
    build: (_, { leaf, issuing, root }) => encodePem('PKCS7', encodePkcs7([leaf, ...issuing, root])),
  },
  pfx: pkcs12Recipe('pfx', 'modern'),
  pfxLegacy: pkcs12Recipe('pfx', 'legacy'),
  p12: pkcs12Recipe('p12', 'modern'),
  p12Legacy: pkcs12Recipe('p12', 'legacy'),
  p12Pbmac1: {
    ...pkcs12Recipe('p12', 'pbmac1'),
    name: ({ base }: ExportFacts) => `${base}-pbmac1.p12`,
    use: 'Key, certificate and chain under the newest seal (PBMAC1), for programs that insist on it.',
  },
  javaKeyStore: {
    name: ({ base }) => `${base}-keystore.p12`,
    mediaType: 'application/x-pkcs12',
    use: 'Key store for Java, which sends all of it.',
    parts: keyAnd(fullChain),
    rootNote: SERVERS_SEND_NO_ROOT,
    protection: 'strong',
    build: (facts, material) =>
      encodePkcs12({
        ...passwordOf(material),
        certificateDer: material.leaf,
        chain: material.issuing,
        privateKeyPkcs8: keyOf(material),
        friendlyName: facts.base,
      }),
  },
  javaTrustStore: {
    name: ({ rootBase }) => `${rootBase}-truststore.p12`,
    mediaType: 'application/x-pkcs12',
    use: 'Trust store for Java.',
    parts: only('root'),
    rootNote: null,
    protection: 'strong',
    build: (facts, material) =>
      encodePkcs12TrustStore({
        ...passwordOf(material),
        certificates: [{ alias: facts.rootBase, certificateDer: material.root }],
      }),
  },
  jksKeyStore: {
    name: ({ base }) => `${base}-keystore.jks`,
    mediaType: 'application/x-java-keystore',
    use: 'Key store for Java 8, which sends all of it. The password of the key is that of the store.',
    parts: keyAnd(fullChain),
    rootNote: SERVERS_SEND_NO_ROOT,
    protection: 'weak',
    build: (facts, material) =>
      encodeJavaKeyStore({
        ...passwordOf(material),
        createdAt: material.createdAt,
        entries: [
          {
            kind: 'key',
            alias: facts.base,
            privateKeyPkcs8: keyOf(material),
            chain: [material.leaf, ...material.issuing],
          },
        ],
      }),
  },
  jksTrustStore: {
    name: ({ rootBase }) => `${rootBase}-truststore.jks`,
    mediaType: 'application/x-java-keystore',
    use: 'Trust store for Java 8.',
    parts: only('root'),
    rootNote: null,
    protection: 'weak',
    build: (facts, material) =>
      encodeJavaKeyStore({
        ...passwordOf(material),
        createdAt: material.createdAt,
        entries: [{ kind: 'trusted', alias: facts.rootBase, certificateDer: material.root }],
      }),
  },
  kubernetesSecret: {
    name: ({ base }) => `${base}-secret.yaml`,
    mediaType: 'application/yaml',
    use: 'Secret of the type kubernetes.io/tls, with the root as ca.crt.',
    parts: (facts) => [...fullChain(facts), 'key', 'root'],
    rootNote: 'root in ca.crt only, because servers must not send it',
    protection: 'none',
    build: (facts, material) =>
      tlsSecretYaml({
        name: `${facts.base.slice(0, 59)}-tls`,
        certificateChainPem: pem(material.leaf, ...material.issuing),
        privateKeyPem: privateKeyPem(keyOf(material)),
        caPem: pem(material.root),
      }),
  },
  kubernetesConfigMap: {
    name: ({ rootBase }) => `${rootBase}-configmap.yaml`,
    mediaType: 'application/yaml',
    use: 'ConfigMap with the root as ca.crt, for pods that are to trust it.',
    parts: only('root'),
    rootNote: null,
    protection: 'none',
    build: (facts, { root }) => caConfigMapYaml({ name: facts.rootBase, caPem: pem(root) }),
  },
  identityProfile: {
    name: ({ base }) => `${base}.mobileconfig`,
    mediaType: 'application/x-apple-aspen-config',
    use: 'Profile for iPhone, iPad and Mac: trusts the root and installs the identity. The device asks for the password.',
    parts: ({ issuingCount }) => ['root', ...issuingParts(issuingCount), 'key', 'leaf'],
    rootNote: 'root included, to be trusted',
    protection: 'weak',
    build: (facts, material) => profile(facts, material, true),
  },
  trustProfile: {
    name: ({ rootBase }) => `${rootBase}.mobileconfig`,
    mediaType: 'application/x-apple-aspen-config',
    use: 'Profile for iPhone, iPad and Mac that trusts the root.',
    parts: ({ issuingCount }) => ['root', ...issuingParts(issuingCount)],
    rootNote: 'root included, to be trusted',
    protection: 'none',
    build: (facts, material) => profile(facts, material, false),
  },
} satisfies Record<string, ExportRecipe>;

/** Key, leaf, issuing authorities and root in one file, as Windows, macOS and browsers import it. */
function pkcs12Recipe(extension: 'pfx' | 'p12', protection: Pkcs12Protection): ExportRecipe {
  return {
    name: ({ base }) => `${base}.${extension}`,
    mediaType: 'application/x-pkcs12',
    use:
      protection === 'legacy'
        ? 'Key, certificate and chain in the old encryption that this destination reads.'
        : 'Key, certificate and chain under the password.',
    parts: keyAnd(withRoot),
    rootNote: 'root included, so that the import can offer to trust it',
    protection: protection === 'legacy' ? 'weak' : 'strong',
    build: (facts, material) => identityPkcs12(facts, material, [...material.issuing, material.root], protection),
  };
}

function identityPkcs12(
  facts: ExportFacts,
  material: ExportMaterial,
  chain: readonly CertificateDer[],
  protection: Pkcs12Protection,
): Uint8Array {
  return encodePkcs12({
    ...passwordOf(material),
    certificateDer: material.leaf,
    chain,
    privateKeyPkcs8: keyOf(material),
    friendlyName: facts.displayName,
    protection,
  });
}

function profile(facts: ExportFacts, material: ExportMaterial, withIdentity: boolean): string {
  return mobileConfig({
    displayName: withIdentity ? facts.displayName : facts.rootBase,
    organization: facts.organization,
    root: material.root,
    issuing: material.issuing,
    identity: withIdentity
      ? {
          // The chain stands beside it in payloads of its own.
          pkcs12: identityPkcs12(facts, material, [], 'legacy'),
          certificateDer: material.leaf,
          name: facts.displayName,
        }
      : null,
  });
}

function issuingParts(count: number): ExportPart[] {
  return Array.from({ length: count }, () => 'issuing');
}

function pem(...certificates: readonly CertificateDer[]): string {
  return certificates.map((der) => encodePem('CERTIFICATE', der)).join('');
}

function keyOf({ privateKeyPkcs8 }: ExportMaterial): Uint8Array {
  if (privateKeyPkcs8 === null)
    throw new PkiError('unsupported', 'The private key is not held here. Combine the certificate with it where it is.');
  return privateKeyPkcs8;
}

function passwordOf({ password, entropy, iterations }: ExportMaterial): {
  password: string;
  entropy: Entropy;
  iterations?: number;
} {
  if (password === null || password === '')
    throw new PkiError('bad-password', 'The files are protected by a password. Enter one, or have one made.');
  return {
    password,
    entropy,
    ...(iterations === undefined ? {} : { iterations }),
  };
}

/** For whom are the files? → which files, told exactly before they are made, and then made so. */
import type { KeyAlgorithm } from '../types.ts';
import { PkiError } from '../types.ts';
import {
  type ExportFacts,
  type ExportMaterial,
  type ExportPart,
  type ExportRecipe,
  RECIPES,
  type RecipeId,
} from './export-recipes.ts';
import { safeFileName } from './file-name.ts';

export type ExportDestination = keyof typeof DESTINATIONS;

export interface PlannedFile {
  readonly name: string;
  readonly mediaType: string;
  /** What it is for. */
  readonly use: string;
  /** `1 leaf, 2 issuing; root not included, because servers must not send it` */
  readonly contents: string;
  /** The same for programs, in the file's order. */
  readonly parts: readonly ExportPart[];
  /** Holds the private key, encrypted or not. */
  readonly secret: boolean;
  /** How the password protects it. */
  readonly protection: 'none' | 'strong' | 'weak';
}

export interface ExportPlan {
  readonly destination: ExportDestination;
  readonly files: readonly PlannedFile[];
  readonly needsPassword: boolean;
  /** The password must be of ASCII characters. */
  readonly asciiPassword: boolean;
  /** Plain sentences to show beside the list. */
  readonly notes: readonly string[];
}

export interface ExportRequest {
  readonly destination: ExportDestination;
  /** Names as people call them; file names are made from them. */
  readonly displayName: string;
  readonly rootName: string;
  readonly organization: string;
  /** Authorities between the certificate and the root. */
  readonly issuingCount: number;
  readonly hasKey: boolean;
  readonly keyAlgorithm: KeyAlgorithm;
  /** Under id-RSASSA-PSS: what older forms of the key would lose. */
  readonly isPssKey: boolean;
}

export interface BuiltFile extends PlannedFile {
  readonly content: Uint8Array;
}

/** All of them, in the order of the table. */
export function exportDestinations(): readonly ExportDestination[] {
  return Object.keys(DESTINATIONS) as ExportDestination[];
}

/** The files for a destination, each with what is in it. Nothing is made and no password is needed. */
export function planExport(request: ExportRequest): ExportPlan {
  const { notes, weak } = DESTINATIONS[request.destination];
  const files = recipesFor(request).map((recipe) => plannedFile(recipe, factsOf(request)));
  return {
    destination: request.destination,
    files,
    needsPassword: files.some(({ protection }) => protection !== 'none'),
    asciiPassword: isJava(request),
    notes: [
      ...notes,
      ...(weak !== null && files.some(({ protection }) => protection === 'weak') ? [weak, WEAK_NOTE] : []),
      ...(request.hasKey ? [] : [NO_KEY_NOTE]),
    ],
  };
}

/**
 * Exactly the files of the plan, in its order, or those of the names in `only`; without a file that holds the key none need be given. Throws `bad-password` when the plan needs a password and there is none, or when Java could not read
 * it; `malformed` when the material is not what was planned for. Blocks for seconds: call it in a worker.
 */
export function buildExport(
  request: ExportRequest,
  material: ExportMaterial,
  only: readonly string[] | null = null,
): BuiltFile[] {
  const facts = factsOf(request);
  const recipes = recipesFor(request).filter((recipe) => only === null || only.includes(recipe.name(facts)));
  const wantsKey = only === null ? request.hasKey : recipes.some((recipe) => recipe.parts(facts).includes('key'));
  if (material.issuing.length !== request.issuingCount || (material.privateKeyPkcs8 !== null) !== wantsKey)
    throw new PkiError('malformed', 'The certificates or the key are not those that the export was planned for.');
  if (isJava(request) && !/^[\x20-\x7e]*$/.test(material.password ?? ''))
    throw new PkiError(
      'bad-password',
      'Java 17 and older read only passwords of plain ASCII characters. Choose one, or have one made.',
    );
  return recipes.map((recipe) => {
    const content = recipe.build(facts, material);
    return {
      ...plannedFile(recipe, facts),
      content: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    };
  });
}

function recipesFor(request: ExportRequest): ExportRecipe[] {
  const { withKey, withoutKey } = DESTINATIONS[request.destination];
  const facts = factsOf(request);
  const ids: readonly RecipeId[] = request.hasKey ? withKey : withoutKey;
  return ids
    .filter((id) => id !== 'traditionalKeyPem' || hasOldForm(request))
    .map((id): ExportRecipe => RECIPES[id])
    .filter((recipe) => recipe.parts(facts).length > 0);
}

/** RFC 8017 appendix A.1.2, RFC 5915: there is no older form than PKCS#8 for other keys. */
function hasOldForm({ keyAlgorithm, isPssKey }: ExportRequest): boolean {
  return keyAlgorithm.startsWith('P-') || (keyAlgorithm.startsWith('RSA-') && !isPssKey);
}

function plannedFile(recipe: ExportRecipe, facts: ExportFacts): PlannedFile {
  const parts = recipe.parts(facts);
  return {
    name: recipe.name(facts),
    mediaType: recipe.mediaType,
    use: recipe.use,
    contents: contentsText(parts, recipe.rootNote),
    parts,
    secret: parts.includes('key'),
    protection: recipe.protection,
  };
}

function contentsText(parts: readonly ExportPart[], rootNote: string | null): string {
  const counts = (['key', 'leaf', 'issuing', 'root'] as const).flatMap((part) => {
    const count = parts.filter((one) => one === part).length;
    return count === 0 ? [] : [part === 'key' ? 'private key' : `${count} ${part}`];
  });
  return rootNote === null ? counts.join(', ') : `${counts.join(', ')}; ${rootNote}`;
}

function factsOf(request: ExportRequest): ExportFacts {
  const base = safeFileName(request.displayName);
  const root = safeFileName(request.rootName);
  return {
    base,
    // An authority named like the server must not overwrite its files; those for trust alone have none of them.
    rootBase: root === base && request.destination !== 'trust-only' ? `${root}-root` : root,
    displayName: request.displayName,
    organization: request.organization,
    issuingCount: request.issuingCount,
    hasKey: request.hasKey,
    keyAlgorithm: request.keyAlgorithm,
  };
}

function isJava({ destination }: ExportRequest): boolean {
  return (
    destination === 'java' || destination === 'java-8' || destination === 'everything' || destination === 'trust-only'
  );
}

interface Destination {
  readonly withKey: readonly RecipeId[];
  readonly withoutKey: readonly RecipeId[];
  readonly notes: readonly string[];
  /** Why the weak format is needed, or null. */
  readonly weak: string | null;
}

const WEAK_NOTE =
  'Triple DES and SHA-1 hold off nobody who has the file and a guessable password: use a long random one and delete the file after the import.';
const NO_KEY_NOTE =
  'The private key is not held here: it was made by the applicant. Combine these files with that key.';
const TRUST: readonly RecipeId[] = [
  'rootPem',
  'rootDer',
  'rootPkcs7',
  'javaTrustStore',
  'jksTrustStore',
  'kubernetesConfigMap',
  'trustProfile',
];
const SERVER: Omit<Destination, 'withKey'> = { withoutKey: ['fullChainPem'], notes: [], weak: null };

const DESTINATIONS = {
  nginx: { ...SERVER, withKey: ['fullChainPem', 'keyPem'] },
  apache: { ...SERVER, withKey: ['fullChainPem', 'keyPem'] },
  haproxy: { ...SERVER, withKey: ['haproxyPem'] },
  caddy: { ...SERVER, withKey: ['fullChainPem', 'keyPem'] },
  windows: {
    withKey: ['pfx', 'rootDer'],
    withoutKey: ['pkcs7', 'rootDer'],
    notes: [
      'For Windows 10 from version 1709 and Windows Server from 2019; older ones say that the password is wrong.',
    ],
    weak: null,
  },
  'windows-old': {
    withKey: ['pfxLegacy', 'rootDer'],
    withoutKey: ['pkcs7', 'rootDer'],
    notes: [],
    weak: 'Windows Server 2016 and older read no better encryption.',
  },
  macos: {
    withKey: ['p12Legacy', 'rootDer'],
    withoutKey: ['pkcs7', 'rootDer'],
    notes: [],
    weak: 'The keychain of many versions of macOS reads no better encryption and says that the password is wrong.',
  },
  ios: {
    withKey: ['identityProfile'],
    withoutKey: ['trustProfile'],
    notes: ['After installing the profile, trust the root under Settings, General, About, Certificate Trust Settings.'],
    weak: 'Many versions of iOS read no better encryption.',
  },
  android: {
    withKey: ['p12Legacy', 'rootDer'],
    withoutKey: ['leafDer', 'rootDer'],
    notes: [],
    weak: 'Many versions of Android read no better encryption.',
  },
  java: { withKey: ['javaKeyStore', 'javaTrustStore'], withoutKey: ['pkcs7', 'javaTrustStore'], notes: [], weak: null },
  'java-8': {
    withKey: ['jksKeyStore', 'jksTrustStore'],
    withoutKey: ['pkcs7', 'jksTrustStore'],
    notes: [],
    weak: 'Java 8 before update 301 reads no better format.',
  },
  openssl: {
    withKey: ['leafPem', 'chainPem', 'rootPem', 'encryptedKeyPem'],
    withoutKey: ['leafPem', 'chainPem', 'rootPem'],
    notes: [],
    weak: null,
  },
  kubernetes: {
    withKey: ['kubernetesSecret', 'kubernetesConfigMap'],
    withoutKey: ['fullChainPem', 'kubernetesConfigMap'],
    notes: [],
    weak: null,
  },
  firefox: { withKey: ['p12', 'rootPem'], withoutKey: ['leafPem', 'rootPem'], notes: [], weak: null },
  'trust-only': {
    withKey: TRUST,
    withoutKey: TRUST,
    notes: ['No private key is in these files. The password of the Java stores only shows changes.'],
    weak: null,
  },
  everything: {
    withKey: [
      'leafPem',
      'leafDer',
      'chainPem',
      'fullChainPem',
      'rootPem',
      'rootDer',
      'keyPem',
      'encryptedKeyPem',
      'traditionalKeyPem',
      'p12',
      'p12Pbmac1',
      'pkcs7',
      'pkcs7Pem',
      'javaKeyStore',
      'javaTrustStore',
      'kubernetesSecret',
      'kubernetesConfigMap',
      'trustProfile',
    ],
    withoutKey: [
      'leafPem',
      'leafDer',
      'chainPem',
      'fullChainPem',
      'rootPem',
      'rootDer',
      'pkcs7',
      'pkcs7Pem',
      'javaTrustStore',
      'kubernetesConfigMap',
      'trustProfile',
    ],
    notes: [],
    weak: null,
  },
} satisfies Record<string, Destination>;

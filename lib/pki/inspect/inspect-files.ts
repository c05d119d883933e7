/** Looks at files of any kind and says all there is to say, as plain data. Nothing is believed, kept or taken over. */
import { createHash } from 'node:crypto';
import type { parseCertificate } from '../certificate.ts';
import { berToDer } from '../import/ber-to-der.ts';
import { isAuthorityCertificate } from '../import/certificate-findings.ts';
import type { ItemReport } from '../import/file-report.ts';
import { type PemBlock, pemText, scanPem } from '../import/pem-blocks.ts';
import { type RecognisedValue, readAnything } from '../import/read-anything.ts';
import { type RecognisedItem, recogniseFiles } from '../import/recognise-files.ts';
import { sniffDer } from '../import/sniff-der.ts';
import { lintCertificate } from '../lints/lint-certificate.ts';
import { lintTbsCertList } from '../lints/lint-crl.ts';
import { OID } from '../oids.ts';
import type { PathAnswer } from '../path/path-result.ts';
import { verifyPath } from '../path/verify-path.ts';
import { type LintFinding, PkiError } from '../types.ts';
import { type Asn1Tree, readAsn1Tree } from './asn1-tree.ts';
import { type Fact, factsOf, type ShownExtension } from './item-facts.ts';

export interface InspectionQuestion {
  readonly files: readonly {
    readonly fileName: string;
    readonly bytes: Uint8Array;
    readonly passwords?: readonly string[];
  }[];
  readonly passwords: readonly string[];
  readonly now: Date;
  /** When the path is to be valid. */
  readonly time: Date;
  /** DER of certificates that are believed, and of others that may help. */
  readonly trusted: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  /** Also believe the self-signed certificates among the files. */
  readonly trustGiven: boolean;
}

export interface InspectedItem extends Omit<ItemReport, 'certificate' | 'spkiSha256'> {
  readonly facts: readonly Fact[];
  readonly extensions: readonly ShownExtension[];
  /** Hex, over the whole structure; null for keys and what could not be read. */
  readonly fingerprints: { readonly sha1: string; readonly sha256: string } | null;
  /** Of the public key: hex, and base64 as in a pin. RFC 7469 §2.4 */
  readonly publicKey: { readonly sha256: string; readonly pin: string } | null;
  readonly lints: readonly LintFinding[];
  /** Null for what may hold a private key. */
  readonly tree: Asn1Tree | null;
}

export interface InspectionPath extends PathAnswer {
  /** Position of the certificate in `items`. */
  readonly item: number;
  readonly purpose: 'server' | 'client' | null;
}

export interface InspectionReport {
  readonly items: readonly InspectedItem[];
  /** Items beyond those that are shown. */
  readonly omitted: number;
  /** Items with the same public key, two or more each. */
  readonly pairs: readonly (readonly number[])[];
  /** Of the first end entity, else of the first certificate; null without any. */
  readonly path: InspectionPath | null;
  /** When there are two of a kind: fact by fact. */
  readonly comparison: readonly { readonly label: string; readonly values: readonly [string, string] }[] | null;
}

/** Throws `too-large` as `recogniseFiles` does; everything else is said in the report. Derives keys from passwords: call it in a worker. */
export function inspectFiles(question: InspectionQuestion): InspectionReport {
  const { items } = recogniseFiles(question);
  const shown = items.slice(0, MAX_SHOWN);
  const issuers = shown.flatMap(({ value }) => (value?.kind === 'certificate' ? [value.certificate] : []));
  const sources = new PublicSources(question.files);
  let nodesLeft = MAX_NODES;
  const inspected = shown.map((item): InspectedItem => {
    const seen = item.value === null ? (sources.convert(item) ?? item) : item;
    const one = inspectItem(seen, sources, { now: question.now, issuers, maxNodes: nodesLeft });
    nodesLeft = Math.max(0, nodesLeft - (one.tree?.nodes.length ?? 0));
    return one;
  });
  for (const { value } of items) if (value?.kind === 'privateKey') value.key.pkcs8Der.fill(0);
  return {
    items: inspected,
    omitted: items.length - shown.length,
    pairs: pairsOf(inspected),
    path: pathOf(question, shown),
    comparison: comparisonOf(inspected),
  };
}

interface Surroundings {
  readonly now: Date;
  readonly issuers: readonly ReturnType<typeof parseCertificate>[];
  readonly maxNodes: number;
}

function inspectItem(item: RecognisedItem, sources: PublicSources, around: Surroundings): InspectedItem {
  const { fileName, what, where, friendlyName, state, reason, notes, findings, value } = item;
  const der = value === null ? null : structureOf(value);
  const spki = value === null ? null : publicKeyOf(value);
  return {
    fileName,
    what,
    where,
    friendlyName,
    state,
    kind: value?.kind ?? null,
    reason: reason?.message ?? null,
    notes,
    findings,
    ...(value === null ? { facts: [], extensions: [] } : factsOf(value)),
    fingerprints: der === null ? null : { sha1: hash('sha1', der, 'hex'), sha256: hash('sha256', der, 'hex') },
    publicKey: spki === null ? null : { sha256: hash('sha256', spki, 'hex'), pin: hash('sha256', spki, 'base64') },
    lints: value === null ? [] : lintsOf(value, around),
    tree: treeOf(item, der, sources, around.maxNodes),
  };
}

/** Octets of a structure that is public; null for private keys and text files. */
function structureOf(value: RecognisedValue): Uint8Array | null {
  switch (value.kind) {
    case 'certificate':
      return value.certificate.certificateDer;
    case 'request':
      return value.request.csrDer;
    case 'crl':
      return value.crlDer;
    case 'ocspResponse':
      return value.der;
    case 'publicKey':
      return value.spkiDer;
    default:
      return null;
  }
}

function publicKeyOf(value: RecognisedValue): Uint8Array | null {
  switch (value.kind) {
    case 'certificate':
      return value.certificate.spkiDer;
    case 'request':
      return value.request.spkiDer;
    case 'privateKey':
      return value.key.spkiDer;
    case 'publicKey':
      return value.spkiDer;
    default:
      return null;
  }
}

function lintsOf(value: RecognisedValue, { now, issuers }: Surroundings): readonly LintFinding[] {
  if (value.kind === 'certificate') {
    const { certificate } = value;
    const issuer = issuers.find(
      ({ subjectDer, certificateDer }) =>
        Buffer.compare(subjectDer, certificate.issuerDer) === 0 && certificateDer !== certificate.certificateDer,
    );
    return lintCertificate(certificate.certificateDer, { issuer: issuer ?? null, now });
  }
  if (value.kind !== 'crl') return [];
  const issuer = issuers.find(({ subjectDer }) => Buffer.compare(subjectDer, value.crl.issuerDer) === 0);
  return lintTbsCertList(value.crl.tbsDer, { issuer: issuer ?? null, now });
}

function treeOf(
  item: RecognisedItem,
  der: Uint8Array | null,
  sources: PublicSources,
  maxNodes: number,
): Asn1Tree | null {
  if (maxNodes === 0) return null;
  const limit = Math.min(maxNodes, MAX_TREE);
  const original = sources.find(item);
  if (original !== null)
    return readAsn1Tree(original.bytes, { maxNodes: limit, hideValues: item.value === null && original.unknown });
  return der === null ? null : readAsn1Tree(der, { maxNodes: limit });
}

/** The octets behind items as they were given, where these cannot be a private key or are shown without values. */
class PublicSources {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #blocks = new Map<string, readonly PemBlock[]>();

  constructor(files: InspectionQuestion['files']) {
    this.#files = new Map(files.map(({ fileName, bytes }) => [fileName, bytes]));
  }

  /** Null when the item came out of a container, is text, or is a key. */
  find(item: RecognisedItem): { readonly bytes: Uint8Array; readonly unknown: boolean } | null {
    const file = this.#files.get(item.fileName);
    if (file === undefined || file.length > MAX_SOURCE || item.value?.kind === 'privateKey') return null;
    const blocks = this.#blocksOf(item.fileName, file);
    if (blocks.length === 0) {
      if (item.where !== 'whole file' || file[0] !== 0x30) return null;
      return mayBeKey(file) ? null : { bytes: file, unknown: kindOrNull(file) === null };
    }
    const number = /^block (\d+)$/.exec(item.where)?.[1];
    const block = number === undefined ? undefined : blocks[Number(number) - 1];
    if (block === undefined || block.der === null || block.encryption !== null || SECRET_LABEL.test(block.label))
      return null;
    return mayBeKey(block.der) ? null : { bytes: block.der, unknown: kindOrNull(block.der) === null };
  }

  #blocksOf(fileName: string, file: Uint8Array): readonly PemBlock[] {
    const known = this.#blocks.get(fileName);
    if (known !== undefined) return known;
    const text = pemText(file);
    const blocks = text.includes('-----BEGIN ') ? scanPem(text) : [];
    this.#blocks.set(fileName, blocks);
    return blocks;
  }

  /** An item that was refused because it is BER, read from its DER, with a note; null when that is not it. */
  convert(item: RecognisedItem): RecognisedItem | null {
    const source = this.find(item);
    if (item.state !== 'refused' || source === null) return null;
    try {
      const der = berToDer(source.bytes, { maxBytes: MAX_SOURCE, maxNodes: 100_000, noun: 'file' });
      if (Buffer.compare(der, source.bytes) === 0) return null;
      const [one, ...more] = readAnything({ bytes: der, fileName: item.fileName });
      if (one?.value === null || one === undefined || more.length > 0 || one.value.kind === 'privateKey') return null;
      const note = 'The octets are BER and not DER. They are shown as if they were DER; strict software refuses them.';
      return { ...item, ...one, where: item.where, notes: [...item.notes, note], reason: item.reason };
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      return null;
    }
  }
}

function kindOrNull(bytes: Uint8Array) {
  try {
    return sniffDer(bytes);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return null;
  }
}

function mayBeKey(bytes: Uint8Array): boolean {
  const kind = kindOrNull(bytes);
  return kind !== null && SECRET_KINDS.has(kind);
}

function pairsOf(items: readonly InspectedItem[]): number[][] {
  const byKey = new Map<string, number[]>();
  items.forEach(({ publicKey }, at) => {
    if (publicKey !== null) byKey.set(publicKey.sha256, [...(byKey.get(publicKey.sha256) ?? []), at]);
  });
  return [...byKey.values()].filter((group) => group.length > 1);
}

function pathOf(question: InspectionQuestion, items: readonly RecognisedItem[]): InspectionPath | null {
  const certificates = items.flatMap(({ value }, item) =>
    value?.kind === 'certificate' ? [{ item, certificate: value.certificate }] : [],
  );
  const leaf = certificates.find(({ certificate }) => !isAuthorityCertificate(certificate)) ?? certificates[0];
  if (leaf === undefined) return null;
  const { extKeyUsage } = leaf.certificate;
  const purpose = extKeyUsage?.includes('serverAuth')
    ? 'server'
    : extKeyUsage?.includes('clientAuth')
      ? 'client'
      : null;
  const given = certificates.map(({ certificate }) => certificate);
  const selfSigned = given.filter(({ subjectDer, issuerDer }) => Buffer.compare(subjectDer, issuerDer) === 0);
  const answer = verifyPath({
    trusted: [
      ...question.trusted,
      ...(question.trustGiven ? selfSigned.map(({ certificateDer }) => certificateDer) : []),
    ],
    intermediates: [...question.intermediates, ...given.map(({ certificateDer }) => certificateDer)],
    leaf: leaf.certificate.certificateDer,
    crls: items.flatMap(({ value }) => (value?.kind === 'crl' ? [value.crlDer] : [])),
    ocspResponses: items.flatMap(({ value }) => (value?.kind === 'ocspResponse' ? [value.der] : [])),
    time: question.time,
    purpose,
    identity: null,
    policies: {
      userInitialPolicySet: [OID.anyPolicy],
      initialExplicitPolicy: false,
      initialPolicyMappingInhibit: false,
      initialAnyPolicyInhibit: false,
    },
    initialNameConstraints: null,
    allowLegacyAlgorithms: false,
  });
  return { ...answer, item: leaf.item, purpose };
}

function comparisonOf(items: readonly InspectedItem[]): InspectionReport['comparison'] {
  const [left, right, ...more] = items.filter(({ kind }) => kind !== null);
  if (left === undefined || right === undefined || more.length > 0 || left.kind !== right.kind) return null;
  // A certificate beside its authority is a chain, and nobody wants these two compared.
  const isAuthority = ({ facts }: InspectedItem) =>
    facts.some(({ label, value }) => label === 'Authority' && value !== 'No');
  if (isAuthority(left) !== isAuthority(right)) return null;
  const rows = (item: InspectedItem) =>
    new Map([
      ...item.facts.map(({ label, value }) => [label, value] as const),
      ...item.extensions.map(({ name, text, critical }) => [name, `${text}${critical ? ' (critical)' : ''}`] as const),
      ...(item.fingerprints === null ? [] : [['SHA-256', item.fingerprints.sha256] as const]),
      ...(item.publicKey === null ? [] : [['Public key, SHA-256', item.publicKey.sha256] as const]),
    ]);
  const [first, second] = [rows(left), rows(right)];
  return [...new Set([...first.keys(), ...second.keys()])].map((label) => ({
    label,
    values: [first.get(label) ?? 'Absent', second.get(label) ?? 'Absent'],
  }));
}

function hash(algorithm: 'sha1' | 'sha256', bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

/** A page shows no more. */
const MAX_SHOWN = 100;
/** Values of all trees together, and of one. */
const MAX_NODES = 20_000;
const MAX_TREE = 2_000;
/** Larger ones are lists, whose first thousand values say no more than their facts. */
const MAX_SOURCE = 1_048_576;
const SECRET_LABEL = /PRIVATE KEY|PKCS12/;
const SECRET_KINDS: ReadonlySet<string> = new Set(['pkcs8', 'encryptedPkcs8', 'sec1', 'pkcs1', 'dsaKey', 'pkcs12']);

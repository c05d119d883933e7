/** Several files at once: which key belongs to which certificate, who issued whom, and what speaks against each item. The decision is the caller's. */
import { isIssuedBy, type ParsedCertificate } from '../certificate.ts';
import { comparableName, namesMatch } from '../distinguished-name.ts';
import { describeSignatureAlgorithm, verifySignature } from '../signature-algorithm.ts';
import { PkiError } from '../types.ts';
import { isWeaklyIssuedBy } from '../weak-signature.ts';
import {
  authorityFindings,
  certificateFindings,
  type FileFinding,
  finding,
  isAuthorityCertificate,
} from './certificate-findings.ts';
import { attachLedgers } from './openssl-folder.ts';
import { type FileItem, readAnything } from './read-anything.ts';
import { WorkBudget } from './work-budget.ts';

export interface RecognisedItem extends FileItem {
  readonly findings: readonly FileFinding[];
}

/** Numbers are positions in `items`. */
export interface RecognisedAuthority {
  /** Certificates of the same name and key, the one that is valid longest first. */
  readonly certificates: readonly number[];
  /** Its private key, or null. */
  readonly key: number | null;
  /** Certificates above the first one, its issuer first, as far as they are here. */
  readonly chain: readonly number[];
  /** Certificates here that it issued, authorities below it included. */
  readonly issued: readonly number[];
  /** Its CRLs whose signature is good, the newest first. */
  readonly crls: readonly number[];
  readonly opensslIndex: number | null;
  readonly serialFile: number | null;
  readonly crlNumberFile: number | null;
}

export interface RecognisedFiles {
  readonly items: readonly RecognisedItem[];
  readonly authorities: readonly RecognisedAuthority[];
  /** End entities: certificate, its key if here, and the chain above, issuer first. */
  readonly endEntities: readonly {
    readonly certificate: number;
    readonly key: number | null;
    readonly chain: readonly number[];
  }[];
}

/**
 * Reads all files and sorts what is in them. Throws `too-large` over 1,000 files, 128 MiB together, 20,000 items or 10 passwords; everything else is a finding
 * or a refused item. Derives keys from passwords, so call it in a worker.
 */
export function recogniseFiles(args: {
  /** Passwords of a file are tried on it before those of all. */
  readonly files: readonly {
    readonly fileName: string;
    readonly bytes: Uint8Array;
    readonly passwords?: readonly string[];
  }[];
  readonly passwords?: readonly string[];
  readonly now: Date;
}): RecognisedFiles {
  const { files, passwords = [], now } = args;
  if (files.length > MAX_FILES)
    throw new PkiError('too-large', `${files.length} files; at most ${MAX_FILES} are read at a time.`);
  if (files.reduce((sum, file) => sum + file.bytes.length, 0) > MAX_TOTAL_BYTES)
    throw new PkiError('too-large', 'The files have more than 128 MiB together. Give them in several parts.');
  const budget = new WorkBudget({ maxPlanned: MAX_PLANNED, maxSpent: MAX_SPENT });
  const items = files.flatMap((file) =>
    readAnything({ ...file, passwords: [...new Set([...(file.passwords ?? []), ...passwords])], budget }),
  );
  if (items.length > MAX_ITEMS)
    throw new PkiError('too-large', `The files hold ${items.length} items; at most ${MAX_ITEMS} are sorted at a time.`);
  return new Sorter(items, now).sort();
}

/** A certificate at its position in the list of items. */
export interface PlacedCertificate {
  readonly at: number;
  readonly certificate: ParsedCertificate;
}

class Sorter {
  readonly #items: readonly FileItem[];
  readonly #findings: FileFinding[][];
  readonly #now: Date;
  /** Each certificate once. */
  readonly #certificates: PlacedCertificate[] = [];
  readonly #bySubject = new Map<string, PlacedCertificate[]>();
  /** Position of the key by its public key in hex. */
  readonly #keys = new Map<string, number>();
  /** Position of the issuer by the position of the certificate. */
  readonly #issuers = new Map<number, PlacedCertificate>();
  /** What was issued by the certificate at a position. */
  readonly #issued = new Map<number, PlacedCertificate[]>();

  constructor(items: readonly FileItem[], now: Date) {
    this.#items = items;
    this.#findings = items.map(() => []);
    this.#now = now;
  }

  sort(): RecognisedFiles {
    this.#collect();
    for (const named of this.#bySubject.values())
      named.sort((left, right) => right.certificate.notAfter.getTime() - left.certificate.notAfter.getTime());
    for (const placed of this.#certificates) this.#findIssuer(placed);
    const groups = this.#authorityGroups();
    const crls = this.#verifiedCrls(groups);
    const ledgers = attachLedgers(
      this.#items,
      groups.map((group, index) => ({ group, issued: this.#issuedBy(group), index })),
      (at, message) => this.#note(at, finding('authority-missing', 'warning', message)),
    );
    const authorities = groups.map((group, index): RecognisedAuthority => {
      const [first] = group as [PlacedCertificate];
      return {
        certificates: group.map(({ at }) => at),
        key: this.#keyOf(first.certificate),
        chain: this.#chainAbove(first),
        issued: this.#issuedBy(group).map(({ at }) => at),
        crls: crls.get(index) ?? [],
        ...(ledgers.get(index) ?? { opensslIndex: null, serialFile: null, crlNumberFile: null }),
      };
    });
    const endEntities = this.#certificates
      .filter(({ certificate }) => !isAuthorityCertificate(certificate))
      .map((placed) => ({
        certificate: placed.at,
        key: this.#keyOf(placed.certificate),
        chain: this.#chainAbove(placed),
      }));
    this.#judgePairs();
    const items = this.#items.map((item, at) => ({ ...item, findings: this.#findings[at] as FileFinding[] }));
    return { items, authorities, endEntities };
  }

  #collect(): void {
    const seen = new Map<string, number>();
    this.#items.forEach(({ value }, at) => {
      if (value?.kind === 'privateKey') {
        const id = hex(value.key.spkiDer);
        if (this.#keys.has(id))
          this.#note(at, finding('duplicate', 'info', 'The same key is in another file as well.'));
        else this.#keys.set(id, at);
      }
      if (value?.kind !== 'certificate') return;
      const { certificate } = value;
      if (seen.has(certificate.fingerprintSha256)) {
        this.#note(at, finding('duplicate', 'info', 'The same certificate is in another place as well.'));
        return;
      }
      seen.set(certificate.fingerprintSha256, at);
      const placed = { at, certificate };
      this.#certificates.push(placed);
      const name = comparableName(certificate.subjectDer);
      const named = this.#bySubject.get(name);
      if (named === undefined) this.#bySubject.set(name, [placed]);
      else named.push(placed);
      for (const one of certificateFindings(certificate, this.#now)) this.#note(at, one);
    });
  }

  /** The certificate whose key signed this one; itself for a root. A name that fits with a signature that does not is a finding. */
  #findIssuer(placed: PlacedCertificate): void {
    const { at, certificate } = placed;
    // Renewals share a name; more than 20 of one name are an attack on the number of signatures to check.
    const named = this.#bySubject.get(comparableName(certificate.issuerDer)) ?? [];
    // A root stays its own issuer when its renewal is here too; else the issuer that is valid longest counts.
    const isSelfIssued = namesMatch(certificate.issuerDer, certificate.subjectDer);
    const others = named.slice(0, MAX_SAME_NAME).filter((one) => one.at !== at);
    // One that can be forged is refused by its finding, unless a person says otherwise.
    const issuer = (isSelfIssued ? [placed, ...others] : others).find(
      (candidate) =>
        isIssuedBy(certificate, candidate.certificate) ||
        (isAuthorityCertificate(certificate) && isWeaklyIssuedBy(certificate, candidate.certificate)),
    );
    if (issuer !== undefined) {
      this.#issuers.set(at, issuer);
      const issued = this.#issued.get(issuer.at);
      if (issued === undefined) this.#issued.set(issuer.at, [placed]);
      else issued.push(placed);
      return;
    }
    const { broken } = describeSignatureAlgorithm(certificate.algorithmIdentifierDer);
    if (named.length === 0)
      this.#note(at, finding('issuer-missing', 'info', 'The certificate of its issuer is not among the files.'));
    else if (!broken)
      this.#note(
        at,
        finding(
          'bad-signature',
          'blocks',
          'The authority that bears the name of its issuer did not sign this certificate: it is from another authority of the same name, or damaged.',
        ),
      );
  }

  /** Authorities by name and key. */
  #authorityGroups(): PlacedCertificate[][] {
    const groups = new Map<string, PlacedCertificate[]>();
    for (const placed of this.#certificates) {
      if (!isAuthorityCertificate(placed.certificate)) continue;
      for (const one of authorityFindings(placed.certificate)) this.#note(placed.at, one);
      const id = `${comparableName(placed.certificate.subjectDer)} ${hex(placed.certificate.spkiDer)}`;
      groups.set(id, [...(groups.get(id) ?? []), placed]);
    }
    return [...groups.values()].map((group) =>
      group.sort((left, right) => right.certificate.notAfter.getTime() - left.certificate.notAfter.getTime()),
    );
  }

  #issuedBy(group: readonly PlacedCertificate[]): PlacedCertificate[] {
    const own = new Set(group.map(({ at }) => at));
    return group
      .flatMap(({ at }) => this.#issued.get(at) ?? [])
      .filter(({ at }) => !own.has(at))
      .sort((left, right) => left.at - right.at);
  }

  #chainAbove(placed: PlacedCertificate): number[] {
    const chain: number[] = [];
    const seen = new Set([placed.at]);
    for (let next = this.#issuers.get(placed.at); next !== undefined; next = this.#issuers.get(next.at)) {
      if (seen.has(next.at) || chain.length >= MAX_CHAIN) break;
      seen.add(next.at);
      chain.push(next.at);
    }
    return chain;
  }

  /** Positions of CRLs by the authority's index, the newest first. */
  #verifiedCrls(groups: readonly (readonly PlacedCertificate[])[]): Map<number, number[]> {
    const found = new Map<number, { at: number; thisUpdate: Date }[]>();
    const byName = new Map<string, { index: number; issuer: ParsedCertificate }[]>();
    groups.forEach((group, index) => {
      const issuer = (group[0] as PlacedCertificate).certificate;
      const name = comparableName(issuer.subjectDer);
      byName.set(name, [...(byName.get(name) ?? []), { index, issuer }].slice(0, MAX_SAME_NAME));
    });
    this.#items.forEach(({ value }, at) => {
      if (value?.kind !== 'crl') return;
      const { crl } = value;
      const named = byName.get(comparableName(crl.issuerDer)) ?? [];
      const signer = named.find(({ issuer }) =>
        verifySignature({
          spkiDer: issuer.spkiDer,
          algorithmIdentifierDer: crl.algorithmIdentifierDer,
          data: crl.tbsDer,
          signature: crl.signature,
        }),
      );
      if (signer !== undefined)
        found.set(signer.index, [...(found.get(signer.index) ?? []), { at, thisUpdate: crl.thisUpdate }]);
      else if (named.length > 0 && describeSignatureAlgorithm(crl.algorithmIdentifierDer).broken)
        this.#note(
          at,
          finding(
            'weak-signature',
            'blocks',
            'The list is signed in a way that can be forged. A newer list is needed.',
          ),
        );
      else if (named.length > 0)
        this.#note(at, finding('bad-signature', 'blocks', 'The authority that the list names did not sign it.'));
      else this.#note(at, finding('authority-missing', 'warning', 'The authority of the list is not among the files.'));
    });
    return new Map(
      [...found].map(([index, crls]) => [
        index,
        crls.sort((left, right) => right.thisUpdate.getTime() - left.thisUpdate.getTime()).map(({ at }) => at),
      ]),
    );
  }

  #judgePairs(): void {
    const certified = new Set(this.#certificates.map(({ certificate }) => hex(certificate.spkiDer)));
    for (const [id, at] of this.#keys)
      if (!certified.has(id))
        this.#note(
          at,
          finding(
            'key-matches-nothing',
            'warning',
            'The key belongs to no certificate among the files. Add its certificate, or check whether the files go together.',
          ),
        );
    for (const { at, certificate } of this.#certificates)
      if (isAuthorityCertificate(certificate) && this.#keyOf(certificate) === null)
        this.#note(
          at,
          finding(
            'certificate-without-key',
            'info',
            'The private key of this authority is not among the files, so it can be trusted here but not sign.',
          ),
        );
  }

  #keyOf(certificate: ParsedCertificate): number | null {
    return this.#keys.get(hex(certificate.spkiDer)) ?? null;
  }

  #note(at: number, one: FileFinding): void {
    this.#findings[at]?.push(one);
  }
}

/**
 * Why item `at` cannot be taken over as an authority, or an empty list: what blocks its certificate, and CA:FALSE. RFC 5280 §4.2.1.9
 */
export function obstaclesAsAuthority(files: RecognisedFiles, at: number): FileFinding[] {
  const item = files.items[at];
  if (item?.value?.kind !== 'certificate')
    return [
      finding('not-an-authority', 'blocks', 'This is not a certificate. Choose the certificate of the authority.'),
    ];
  const own = item.findings.filter(({ severity }) => severity === 'blocks');
  return isAuthorityCertificate(item.value.certificate) ? own : [...authorityFindings(item.value.certificate), ...own];
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** D28, as for zip archives. */
const MAX_FILES = 1_000;
/** Two of the largest files. */
const MAX_TOTAL_BYTES = 134_217_728;
/** Five ordinary PKCS#12 files together. */
const MAX_PLANNED = 9_000_000;
const MAX_SPENT = 24_000_000;
/** Each costs a signature to check; ten times a large private authority's stock of one year. */
const MAX_ITEMS = 20_000;
const MAX_SAME_NAME = 20;
/** Real paths have at most five. */
const MAX_CHAIN = 20;

import type { Authority, Certificate, StoredKey } from '../domain/entities.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { parseCertificate } from '../pki/certificate.ts';
import type { CertificateFacts } from '../pki/import/certificate-facts.ts';
import type { AuthorityMaterial, ImportedKeyMaterial, ImportMaterial } from '../pki/import/import-material.ts';
import type { SerialNumber } from '../pki/types.ts';
import { attachKey } from './attach-key.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { type FilesRequest, filesToRead } from './files-request.ts';
import { type AuthorityChoice, decideImport, type ImportDecision } from './import-decision.ts';
import { type ItemOutcome, takeOverLeaves, takeOverRevocations } from './import-ledger.ts';
import type { AuthorityOutcome, ImportResult } from './import-result.ts';
import { importedCertificate } from './imported-certificate.ts';
import { type KnownAuthority, knownAuthority, loadKnownAuthorities } from './known-authorities.ts';
import { sharedFactorFault } from './known-moduli.ts';
import { publishCrl } from './publish-crl.ts';
import { recordAudit } from './record-audit.ts';
import { issueResponderCertificate } from './renew-responder.ts';
import { searchSoon } from './search-shared-factors.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

export type { AuthorityOutcome, ImportResult };

export interface ImportRequest extends FilesRequest {
  readonly authorities: readonly AuthorityChoice[];
}

/**
 * Takes authorities over from the files: certificate, key, the certificates and revocations of each, and the numbers of its
 * lists. Each authority is stored as a whole or not at all; what is refused says why. Throws `validation-failed` for files
 * that cannot be read, `step-up-required` when a key is to be attached, `sealed`, `signer-unavailable`.
 */
export async function importAuthorities(
  context: ServiceContext,
  actor: Actor | null,
  request: ImportRequest,
): Promise<ImportResult> {
  authorise(actor, 'authority.import');
  requireNoLimits(actor, 'Taking authorities over');
  if (request.authorities.some((choice) => choice.attachKey && !choice.withoutKey))
    requirePasswordAgain(context, actor, 'Attaching the key of an authority');
  const material = await context.fileWork.importMaterial(filesToRead(request, context.clock.now()));
  try {
    return await new ImportRun(context, actor, material, request.authorities).run();
  } finally {
    for (const { pkcs8Der } of material.keys.values()) pkcs8Der.fill(0);
  }
}

class ImportRun {
  readonly #context: ServiceContext;
  readonly #actor: Actor;
  readonly #material: ImportMaterial;
  readonly #choices: ReadonlyMap<string, AuthorityChoice>;
  readonly #items: ItemOutcome[];
  #known: KnownAuthority[] = [];

  constructor(context: ServiceContext, actor: Actor, material: ImportMaterial, choices: readonly AuthorityChoice[]) {
    this.#context = context;
    this.#actor = actor;
    this.#material = material;
    this.#choices = new Map(choices.map((choice) => [choice.fingerprintSha256, choice]));
    this.#items = material.report.items.map(({ state, reason }) =>
      state === 'recognised'
        ? { outcome: 'not-used', reason: '' }
        : { outcome: 'refused', reason: reason ?? 'It could not be read.' },
    );
  }

  async run(): Promise<ImportResult> {
    this.#known = await loadKnownAuthorities(this.#context.store);
    const outcomes = new Map<AuthorityMaterial, AuthorityOutcome>();
    // Those above first: each finds its parent among what is here by then.
    const ordered = [...this.#material.authorities].sort((left, right) => left.chain.length - right.chain.length);
    for (const authority of ordered) outcomes.set(authority, await this.#importOne(authority));
    searchSoon(this.#context);
    for (const authority of ordered) this.#tellAboutUnused(authority, outcomes.get(authority) as AuthorityOutcome);
    return {
      authorities: this.#material.authorities.map((authority) => outcomes.get(authority) as AuthorityOutcome),
      items: this.#items,
    };
  }

  async #importOne(authority: AuthorityMaterial): Promise<AuthorityOutcome> {
    const facts = this.#factsAt(authority.certificates[0] as number);
    const base = {
      fingerprintSha256: facts.fingerprintSha256,
      name: facts.displayName,
      reason: '',
      authorityId: null,
      keyHeld: false,
      certificates: 0,
      revocations: 0,
    };
    const choice = this.#choices.get(facts.fingerprintSha256);
    if (!choice) return { ...base, outcome: 'not-chosen' };
    const decision = await this.#decide(authority, choice, facts);
    if (decision.outcome === 'refused') {
      this.#mark(authority.certificates, { outcome: 'refused', reason: decision.reason });
      return { ...base, outcome: 'refused', reason: decision.reason };
    }
    const stored =
      decision.outcome === 'import' ? await this.#store(authority, decision) : await this.#update(authority, decision);
    if (typeof stored === 'string') {
      this.#mark(authority.certificates, { outcome: 'refused', reason: stored });
      return { ...base, outcome: 'refused', reason: stored };
    }
    const outcome = decision.outcome === 'import' ? 'imported' : 'already-here';
    const attached = decision.outcome === 'already-here' && decision.key !== null && stored.keyHeld;
    this.#mark(authority.certificates, { outcome, reason: '' });
    this.#mark([authority.opensslIndex, authority.serialFile, authority.crlNumberFile, ...authority.crls], {
      outcome: 'imported',
      reason: '',
    });
    if (decision.key !== null && stored.keyHeld) this.#mark([authority.key], { outcome: 'imported', reason: '' });
    return { ...base, ...stored, outcome: attached ? 'key-attached' : outcome };
  }

  async #decide(
    authority: AuthorityMaterial,
    choice: AuthorityChoice,
    { certificateDer, spkiSha256 }: CertificateFacts,
  ): Promise<ImportDecision> {
    const decision = decideImport(this.#material, authority, choice, this.#known);
    if (decision.outcome !== 'import') return decision;
    const fault = await sharedFactorFault(this.#context, parseCertificate(certificateDer).spkiDer, spkiSha256);
    return fault === null ? decision : { outcome: 'refused', reason: fault };
  }

  /** A new authority with all that is its own, in one transaction. The reason when it cannot be stored. */
  async #store(
    material: AuthorityMaterial,
    decision: Extract<ImportDecision, { outcome: 'import' }>,
  ): Promise<Stored | string> {
    const { facts, parent } = decision;
    const authorityId = this.#context.entropy.id();
    const key = decision.key && (await this.#wrap(decision.key, 'authority'));
    const leafKeys = await this.#leafKeys(material);
    const authority: Authority = {
      id: authorityId,
      kind: parent === null ? 'root' : 'issuing',
      name: this.#freeName(facts),
      status: decision.weak ? 'disabled' : 'active',
      parentId: parent?.authority.id ?? null,
      keyId: key?.id ?? null,
      keyState: key ? 'online' : 'absent',
      settings: {},
      predecessorId: null,
      deletedAt: null,
      signatureScheme: decision.signatureScheme,
      certificateId: null,
      responderCertificateId: null,
      createdAt: this.#context.clock.now(),
    };
    const stored = await this.#context.store
      .transaction(async (tx): Promise<(Stored & { items: Marks }) | string> => {
        if (key) await tx.insertKey(key);
        await tx.insertAuthority(authority);
        const own = await this.#insertOwn(tx, authority, material, decision);
        if (typeof own === 'string') throw new Conflict(own);
        await tx.updateAuthority(authorityId, {
          certificateId: own.id,
          ...(own.state === 'revoked' ? { status: 'revoked' as const } : {}),
        });
        const ledger = await this.#takeLedger(tx, authorityId, material, leafKeys, decision.facts.notAfter);
        await recordAudit(
          this.#context,
          tx,
          this.#actor,
          'authority.imported',
          { type: 'authority', id: authorityId },
          {
            name: authority.name,
            kind: authority.kind,
            parentId: authority.parentId ?? '',
            serialNumber: facts.serialNumber,
            fingerprintSha256: facts.fingerprintSha256,
            key: key ? 'taken over' : 'stays elsewhere',
            ...(decision.weak ? { weakSignature: 'accepted' } : {}),
            certificates: String(ledger.certificates),
            revocations: String(ledger.revocations),
            serials: String(ledger.serials),
          },
        );
        const { serials: _, ...taken } = ledger;
        return { ...taken, authorityId, keyHeld: key !== null };
      })
      .catch((error: unknown) => {
        if (error instanceof Conflict) return error.message;
        throw error;
      });
    if (typeof stored === 'string') return stored;
    this.#markEach(stored.items);
    const { items: _, ...result } = stored;
    this.#known.push(
      knownAuthority((await this.#context.store.authority(authorityId)) ?? authority, facts.certificateDer),
    );
    if (key) return { ...result, reason: await this.#complete(authorityId, facts.notAfter) };
    return { ...result, reason: 'Its private key stays elsewhere, so it signs nothing here.' };
  }

  /** What is new about an authority that is here already: what it issued and revoked, and its key where that is to be attached. */
  async #update(
    material: AuthorityMaterial,
    { known: { authority, certificate }, key, reason }: Extract<ImportDecision, { outcome: 'already-here' }>,
  ): Promise<Stored> {
    const own = key && (await this.#wrap(key, 'authority'));
    const leafKeys = await this.#leafKeys(material);
    const ledger = await this.#context.store.transaction(async (tx) => {
      const attached =
        own !== null && (await attachKey(this.#context, tx, this.#actor, { authorityId: authority.id, key: own }));
      return { ...(await this.#takeLedger(tx, authority.id, material, leafKeys, certificate.notAfter)), attached };
    });
    this.#markEach(ledger.items);
    const { items: _, attached, serials: __, ...result } = ledger;
    const keyHeld = attached || authority.keyState === 'online';
    const stored = { ...result, authorityId: authority.id, keyHeld };
    if (attached) return { ...stored, reason: await this.#complete(authority.id, certificate.notAfter) };
    if (ledger.revocations > 0 && keyHeld) await publishCrl(this.#context, { kind: 'system' }, authority.id);
    return { ...stored, reason };
  }

  /** Its certificates: the one in force first. The row of the one in force, or why it cannot be. */
  async #insertOwn(
    tx: StoreTransaction,
    authority: Authority,
    { certificates }: AuthorityMaterial,
    { parent, facts }: Extract<ImportDecision, { outcome: 'import' }>,
  ): Promise<Pick<Certificate, 'id' | 'state'> | string> {
    const issuerId = parent?.authority.id ?? authority.id;
    const all = certificates.map((at) => this.#factsAt(at));
    const taken = await tx.fingerprintsBySerial(
      issuerId,
      all.map(({ serialNumber }) => serialNumber),
    );
    if (taken.has(facts.serialNumber)) {
      const row = await tx.certificateBySerial(issuerId, facts.serialNumber);
      // Signed here, for a key that was elsewhere until now.
      if (row?.fingerprintSha256 === facts.fingerprintSha256) return row;
      return `Its issuer has used the serial number ${facts.serialNumber} for another certificate.`;
    }
    const seen = new Set<SerialNumber>();
    const rows = [];
    for (const one of all) {
      if (taken.has(one.serialNumber) || seen.has(one.serialNumber) || one.keyAlgorithm === null) continue;
      seen.add(one.serialNumber);
      const revoked = await tx.revokedEntry(issuerId, one.serialNumber);
      rows.push({
        certificate: importedCertificate(this.#context, this.#actor, one, {
          issuerId,
          authorityId: authority.id,
          revoked,
          keyId: null,
        }),
        tbsDer: one.tbsDer,
        certificateDer: one.certificateDer,
      });
    }
    await tx.insertImportedCertificates(rows);
    return rows[0]?.certificate as Certificate;
  }

  async #takeLedger(
    tx: StoreTransaction,
    authorityId: string,
    material: AuthorityMaterial,
    leafKeys: ReadonlyMap<string, StoredKey>,
    end: Date,
  ): Promise<{ certificates: number; revocations: number; serials: number; items: Marks }> {
    const leaves = material.issued.flatMap((at) => {
      const facts = this.#factsAt(at);
      return facts.profile === 'rootAuthority' || facts.profile === 'issuingAuthority' ? [] : [{ at, facts }];
    });
    const { items, inserted } = await takeOverLeaves(this.#context, tx, this.#actor, {
      authorityId,
      leaves,
      leafKeys,
      revoked: material.revoked,
    });
    const revocations = await takeOverRevocations(tx, { authorityId, revoked: material.revoked, end });
    const serials = await tx.insertIssuedSerials(authorityId, material.issuedSerials, this.#context.clock.now());
    await tx.raiseCrlNumber(authorityId, material.lastCrlNumber);
    await this.#takeCrl(tx, authorityId, material);
    return { certificates: inserted, revocations, serials, items };
  }

  /** The newest list of an authority that signs nothing here, so that paths through it can be checked. */
  async #takeCrl(tx: StoreTransaction, authorityId: string, { crl }: AuthorityMaterial): Promise<void> {
    const authority = await tx.authority(authorityId);
    if (crl === null || authority?.keyState !== 'absent') return;
    const present = await tx.currentCrlFacts(authorityId);
    if (present && present.crlNumber >= crl.crlNumber) return;
    const { certificateListDer, tbsDer, ...facts } = crl;
    const record = {
      ...facts,
      id: this.#context.entropy.id(),
      authorityId,
      kind: 'complete',
      baseNumber: null,
      shard: 0,
    } as const;
    await tx.insertCrlIntent({ ...record, tbsDer });
    await tx.recordCrlPublished({ ...record, certificateListDer });
  }

  /** Keys of end entities that are among the files, by the hash of their public key. */
  async #leafKeys({ issued }: AuthorityMaterial): Promise<ReadonlyMap<string, StoredKey>> {
    const wrapped = new Map<string, StoredKey>();
    const wanted = new Set(issued.map((at) => this.#factsAt(at).spkiSha256));
    for (const [at, key] of this.#material.keys) {
      if (!wanted.has(key.spkiSha256) || key.keyAlgorithm === null || wrapped.has(key.spkiSha256)) continue;
      if (await this.#context.store.isAuthorityKey(key.spkiSha256)) continue;
      if (this.#material.authorities.some(({ key: own }) => own === at)) continue;
      wrapped.set(key.spkiSha256, await this.#wrap(key, 'endEntity'));
    }
    return wrapped;
  }

  async #wrap(key: ImportedKeyMaterial, kind: StoredKey['kind']): Promise<StoredKey> {
    const id = this.#context.entropy.id();
    const { spkiDer, spkiSha256 } = key;
    const { wrapped } = await this.#context.signer.importKey({ keyId: id, kind, pkcs8Der: key.pkcs8Der, spkiDer });
    return {
      id,
      kind,
      algorithm: key.keyAlgorithm as StoredKey['algorithm'],
      spkiDer,
      spkiSha256,
      wrapped,
      createdAt: this.#context.clock.now(),
    };
  }

  /** Responder and first list. What cannot be made now is said, and tried again by the jobs. */
  async #complete(authorityId: string, notAfter: Date): Promise<string> {
    try {
      if (notAfter > this.#context.clock.now()) {
        const { status } = (await this.#context.store.authority(authorityId)) ?? { status: 'disabled' };
        if (status === 'active') await issueResponderCertificate(this.#context, { kind: 'system' }, authorityId);
      }
      await publishCrl(this.#context, { kind: 'system' }, authorityId);
      return '';
    } catch (error) {
      this.#context.publication.crlOverdue.add(authorityId);
      this.#context.log.warn({ error, authorityId }, 'the imported authority has no responder or CRL yet');
      return `It is here, but its OCSP responder or its first revocation list could not be signed: ${error instanceof Error ? error.message : ''} It is tried again shortly.`;
    }
  }

  /** Two of one name cannot be told apart in lists. */
  #freeName({ displayName, fingerprintSha256 }: CertificateFacts): string {
    const taken = this.#known.some(({ authority }) => authority.name.toLowerCase() === displayName.toLowerCase());
    return taken ? `${displayName} (${fingerprintSha256.slice(0, 8)})` : displayName;
  }

  #factsAt(at: number): CertificateFacts {
    return this.#material.certificates.get(at) as CertificateFacts;
  }

  #tellAboutUnused({ issued }: AuthorityMaterial, { outcome, reason }: AuthorityOutcome): void {
    if (outcome !== 'refused' && outcome !== 'not-chosen') return;
    const words = outcome === 'refused' ? `Its authority was refused: ${reason}` : 'Its authority was not chosen.';
    for (const at of issued)
      if (this.#items[at]?.outcome === 'not-used') this.#items[at] = { outcome: 'not-used', reason: words };
  }

  #mark(positions: readonly (number | null)[], outcome: ItemOutcome): void {
    for (const at of positions) if (at !== null) this.#items[at] = outcome;
  }

  #markEach(marks: Marks): void {
    for (const [at, outcome] of marks) this.#items[at] = outcome;
    for (const [at, { spkiSha256 }] of this.#material.keys) {
      const owner = [...marks].find(
        ([position, { outcome }]) =>
          outcome === 'imported' && this.#material.report.items[position]?.spkiSha256 === spkiSha256,
      );
      if (owner) this.#items[at] = { outcome: 'imported', reason: '' };
    }
  }
}

type Marks = ReadonlyMap<number, ItemOutcome>;
type Stored = Pick<AuthorityOutcome, 'authorityId' | 'keyHeld' | 'certificates' | 'revocations'> & {
  readonly reason?: string;
};

/** Ends a transaction whose authority cannot be stored; nothing of it stays. */
class Conflict extends Error {}

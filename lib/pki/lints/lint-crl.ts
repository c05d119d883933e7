/** Judges revocation lists: our own in front of their signature, and those of others. */
import type { ParsedCertificate } from '../certificate.ts';
import { type DerElement, encodingOf, FieldReader, readDer, readSmallInteger, unwrapExplicit } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { readExtensions, refuseDuplicateExtensions } from '../extensions.ts';
import { type LintFinding, PkiError } from '../types.ts';
import { crlAuthorityKeyIdentifier } from './crl/authority-key-identifier.ts';
import type { CrlLint, CrlStructure } from './crl/crl-lint.ts';
import { crlNumber } from './crl/crl-number.ts';
import { deltaCrl } from './crl/delta-crl.ts';
import { crlEntries } from './crl/entries.ts';
import { crlExtensionCriticality } from './crl/extension-criticality.ts';
import { crlIssuer } from './crl/issuer.ts';
import { issuingDistributionPoint } from './crl/issuing-distribution-point.ts';
import { crlSignatureAlgorithm } from './crl/signature-algorithm.ts';
import { crlUpdateTimes } from './crl/update-times.ts';
import { crlVersion } from './crl/version.ts';
import { judgeEntries } from './crl-entry-faults.ts';
import { finding } from './lint.ts';

/**
 * All findings on a TBSCertList of at most 64 MiB; empty when nothing is wrong. Never throws for bad bytes: what cannot be read is an error
 * finding `crl/structure`. RFC 5280 §5
 */
export function lintTbsCertList(
  tbsDer: Uint8Array,
  context: { readonly issuer: ParsedCertificate | null; readonly now: Date },
): readonly LintFinding[] {
  try {
    const list = readStructure(
      readDer(tbsDer, { maxBytes: MAX_LIST_BYTES, maxNodes: MAX_LIST_NODES, noun: 'revocation list' }),
    );
    return CRL_LINTS.flatMap((lint) => lint.check(list, context).map((fault) => finding(lint, fault)));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return [
      finding(
        { id: 'crl/structure', field: 'tbsCertList', source: 'RFC 5280 §5.1' },
        { severity: 'error', message: error.message, fix: 'Build the list again from its entries.' },
      ),
    ];
  }
}

/**
 * Only the entries: octets of entries one after the other, as a block of a long list has them. The same findings as the whole list gives.
 * Throws `malformed` for octets that are not whole entries.
 */
export function lintCrlEntries(entries: Uint8Array, { delta }: { readonly delta: boolean }): readonly LintFinding[] {
  return judgeEntries(entries, delta).map((fault) => finding(crlEntries, fault));
}

function readStructure(tbs: DerElement): CrlStructure {
  const fields = new FieldReader(tbs, 'TBSCertList');
  const version = fields.optional(TAG.integer);
  const algorithm = fields.take(TAG.sequence, 'signature');
  const issuer = fields.take(TAG.sequence, 'issuer');
  const thisUpdate = fields.takeAny('thisUpdate');
  const nextUpdate = fields.optional(TAG.utcTime) ?? fields.optional(TAG.generalizedTime);
  const revoked = fields.optional(TAG.sequence);
  const wrapped = fields.optional(0xa0);
  fields.finish();
  const extensions = wrapped === null ? [] : readExtensions(unwrapExplicit(wrapped, 'TBSCertList.crlExtensions'));
  refuseDuplicateExtensions(extensions);
  return {
    version: version === null ? null : readSmallInteger(version, 'TBSCertList.version', 255),
    algorithmIdentifierDer: encodingOf(algorithm),
    issuerDer: encodingOf(issuer),
    thisUpdate,
    nextUpdate,
    revoked,
    extensions,
  };
}

export const CRL_LINTS: readonly CrlLint[] = [
  crlVersion,
  crlSignatureAlgorithm,
  crlIssuer,
  crlUpdateTimes,
  crlEntries,
  crlAuthorityKeyIdentifier,
  crlNumber,
  crlExtensionCriticality,
  deltaCrl,
  issuingDistributionPoint,
];

/** D28 */
const MAX_LIST_BYTES = 67_108_864;
/** As many values as the reader of lists allows. */
const MAX_LIST_NODES = 25_000_000;

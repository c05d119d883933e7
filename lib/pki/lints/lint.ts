/** What one lint is: one requirement, one file, judged on the final to-be-signed structure. */
import type { ParsedCertificate, ParsedTbsCertificate, TbsStructure } from '../certificate.ts';
import type { Profile } from '../profiles.ts';
import type { KeyAlgorithm, LintFinding, LintSeverity } from '../types.ts';

export interface LintContext {
  readonly profile: Profile;
  /** Null: the certificate signs itself. */
  readonly issuer: ParsedCertificate | null;
  readonly now: Date;
}

/** A requirement on the parsed content. */
export interface Lint {
  /** Unique, as `rfc5280/serial-number`. */
  readonly id: string;
  readonly field: string;
  readonly source: string;
  readonly check: (tbs: ParsedTbsCertificate, context: LintContext) => readonly Fault[];
}

/** A requirement on the raw structure, for faults that the parser would stop at. */
export interface StructureLint extends Omit<Lint, 'check'> {
  readonly check: (structure: TbsStructure) => readonly Fault[];
}

export interface Fault {
  readonly severity: LintSeverity;
  readonly message: string;
  readonly fix: string;
}

export function finding(lint: Pick<Lint, 'id' | 'field' | 'source'>, fault: Fault): LintFinding {
  return {
    lint: lint.id,
    severity: fault.severity,
    field: lint.field,
    message: fault.message,
    fix: fault.fix,
    source: lint.source,
  };
}

/** An error when the condition holds, else nothing. */
export function errorIf(condition: boolean, message: string, fix: string): Fault[] {
  return condition ? [{ severity: 'error', message, fix }] : [];
}

/** A warning when the condition holds, else nothing. */
export function warningIf(condition: boolean, message: string, fix: string): Fault[] {
  return condition ? [{ severity: 'warning', message, fix }] : [];
}

/** The key that signs: the issuer's, or the certificate's own when it signs itself. */
export function signingKeyAlgorithm(tbs: ParsedTbsCertificate, context: LintContext): KeyAlgorithm | null {
  return context.issuer === null ? tbs.keyAlgorithm : context.issuer.keyAlgorithm;
}

/** Whether the extension is there and critical; null when it is not there. */
export function criticality(tbs: ParsedTbsCertificate, dotted: string): boolean | null {
  return tbs.extensions.find((extension) => extension.oid === dotted)?.critical ?? null;
}

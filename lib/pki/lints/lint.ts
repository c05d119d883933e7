/** What one lint is: one requirement, one file, judged on the final to-be-signed structure. */
import type { ParsedCertificate, ParsedTbsCertificate, TbsStructure } from '../certificate.ts';
import type { DerElement } from '../der-reader.ts';
import { extensionValue } from '../extensions.ts';
import type { Profile } from '../profiles.ts';
import type { KeyAlgorithm, LintFinding, LintSeverity } from '../types.ts';

export interface LintContext {
  /** Null for a certificate that others issued: only what holds for every certificate is judged. */
  readonly profile: Profile | null;
  /** Null when the certificate signs itself, and when its issuer is not known. */
  readonly issuer: ParsedCertificate | null;
  readonly isSelfSigned: boolean;
  readonly now: Date;
}

/** What holds for certificates of a profile, in front of their signature. */
export interface ProfileLintContext extends LintContext {
  readonly profile: Profile;
}

/** A requirement of a profile. */
export interface ProfileLint extends Omit<Lint, 'check'> {
  readonly check: (tbs: ParsedTbsCertificate, context: ProfileLintContext) => readonly Fault[];
}

/** A requirement on the parsed content of every certificate. */
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

/** A remark when the condition holds, else nothing. */
export function infoIf(condition: boolean, message: string, fix: string): Fault[] {
  return condition ? [{ severity: 'info', message, fix }] : [];
}

/** Whether the certificate says that its subject is an authority. */
export function isAuthority(tbs: ParsedTbsCertificate): boolean {
  return tbs.basicConstraints?.cA === true;
}

/** Whether servers present the certificate: by its purpose, or without purposes by a host name or address in it. */
export function isServer(tbs: ParsedTbsCertificate): boolean {
  if (isAuthority(tbs)) return false;
  if (tbs.extKeyUsage !== null) return tbs.extKeyUsage.includes('serverAuth');
  return tbs.subjectAltName.some(({ type }) => type === 'dns' || type === 'ip');
}

/** The value of an extension as an element, or null when it is not there. Throws `malformed` when it is not DER. */
export function elementOf(tbs: ParsedTbsCertificate, dotted: string): DerElement | null {
  const extension = tbs.extensions.find((candidate) => candidate.oid === dotted);
  return extension === undefined ? null : extensionValue(extension);
}

/** The key that signs: the issuer's, or the certificate's own when it signs itself. */
export function signingKeyAlgorithm(tbs: ParsedTbsCertificate, context: LintContext): KeyAlgorithm | null {
  return context.issuer === null ? tbs.keyAlgorithm : context.issuer.keyAlgorithm;
}

/** Whether the extension is there and critical; null when it is not there. */
export function criticality(tbs: ParsedTbsCertificate, dotted: string): boolean | null {
  return tbs.extensions.find((extension) => extension.oid === dotted)?.critical ?? null;
}

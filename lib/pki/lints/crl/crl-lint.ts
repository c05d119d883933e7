/** What one lint of revocation lists is, and the list as such lints see it: fields before any of them is judged, entries one by one. */
import type { ParsedCertificate } from '../../certificate.ts';
import type { DerElement } from '../../der-reader.ts';
import type { RawExtension } from '../../extensions.ts';
import type { Fault } from '../lint.ts';

export interface CrlStructure {
  /** Null when the field is not there: version 1. */
  readonly version: number | null;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly thisUpdate: DerElement;
  readonly nextUpdate: DerElement | null;
  readonly revoked: DerElement | null;
  readonly extensions: readonly RawExtension[];
}

export interface CrlLintContext {
  /** Null when it is not known: what needs it is not judged. */
  readonly issuer: ParsedCertificate | null;
  readonly now: Date;
}

export interface CrlLint {
  readonly id: string;
  readonly field: string;
  readonly source: string;
  readonly check: (list: CrlStructure, context: CrlLintContext) => readonly Fault[];
}

export function crlExtension(list: CrlStructure, dotted: string): RawExtension | null {
  return list.extensions.find((candidate) => candidate.oid === dotted) ?? null;
}

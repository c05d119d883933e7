/** A verification as text in and plain data out: the object that the command and the REST API take. */

import { OID } from '../oids.ts';
import { decodePem } from '../pem.ts';
import { PkiError } from '../types.ts';
import type { PathAnswer, PathStep } from './path-result.ts';
import type { ReferenceIdentity } from './server-identity.ts';
import type { PathPurpose } from './tls-rules.ts';
import { skippedStep, verifyPath } from './verify-path.ts';

/** PEM texts; what is left out is empty, null or false. */
export interface TextQuestion {
  readonly trusted: readonly string[];
  readonly intermediates?: readonly string[] | undefined;
  readonly leaf: string;
  readonly crls?: readonly string[] | undefined;
  /** Base64 of DER. */
  readonly ocspResponses?: readonly string[] | undefined;
  readonly name?: ReferenceIdentity | null | undefined;
  /** RFC 3339; null is now. */
  readonly time?: string | null | undefined;
  readonly purpose?: PathPurpose | null | undefined;
  /** Dotted OIDs; every policy when left out. RFC 5280 §6.1.1 (c) */
  readonly userInitialPolicySet?: readonly string[] | undefined;
  readonly initialExplicitPolicy?: boolean | undefined;
  readonly initialPolicyMappingInhibit?: boolean | undefined;
  readonly initialAnyPolicyInhibit?: boolean | undefined;
  readonly allowLegacyAlgorithms?: boolean | undefined;
}

/** The answer; never throws for anything in the question. */
export function answerQuestion(question: TextQuestion, now: Date): PathAnswer {
  const skipped: PathStep[] = [];
  const time = question.time === null || question.time === undefined ? now : parseTime(question.time);
  if (time === null)
    return badInput(
      'The time is not one of RFC 3339. Use the form `2026-11-24T12:00:00Z`, or null for now.',
      'RFC 3339',
    );
  const leaf = readLeaf(question.leaf);
  if (typeof leaf === 'string') return { ...badInput(leaf, 'RFC 7468'), code: 'malformed-certificate' };
  return verifyPath({
    trusted: readPems(question.trusted, CERTIFICATE_LABELS, 'trusted certificate', skipped),
    intermediates: readPems(question.intermediates ?? [], CERTIFICATE_LABELS, 'intermediate certificate', skipped),
    leaf,
    crls: readPems(question.crls ?? [], ['X509 CRL'], 'revocation list', skipped, true),
    ocspResponses: (question.ocspResponses ?? []).map((text) => new Uint8Array(Buffer.from(text, 'base64'))),
    skipped,
    time,
    purpose: question.purpose ?? null,
    identity: question.name ?? null,
    initialNameConstraints: null,
    allowLegacyAlgorithms: question.allowLegacyAlgorithms ?? false,
    policies: {
      userInitialPolicySet: question.userInitialPolicySet ?? [OID.anyPolicy],
      initialExplicitPolicy: question.initialExplicitPolicy ?? false,
      initialPolicyMappingInhibit: question.initialPolicyMappingInhibit ?? false,
      initialAnyPolicyInhibit: question.initialAnyPolicyInhibit ?? false,
    },
  });
}

/** The answer to a question that cannot be read. */
export function badInput(reason: string, section = 'RFC 8259'): PathAnswer {
  return {
    verdict: 'FAILURE',
    code: 'bad-input',
    reason,
    steps: [{ check: 'input', certificate: null, ok: false, evidence: reason, section }],
  };
}

/** DER of the one certificate, or a sentence about what is wrong. */
function readLeaf(text: string): Uint8Array | string {
  try {
    return (decodePem(text, CERTIFICATE_LABELS, { maxBlocks: 1 })[0] as { der: Uint8Array }).der;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return `The end certificate cannot be read. ${error.message}`;
  }
}

/**
 * DER of all blocks. A text that is no PEM is skipped with a step; with `keepBroken` an empty value stands for it, because a list that cannot be read
 * still means that revocation was to be checked.
 */
function readPems(
  texts: readonly string[],
  labels: readonly string[],
  noun: string,
  skipped: PathStep[],
  keepBroken = false,
): Uint8Array[] {
  return texts.flatMap((text, index) => {
    try {
      return decodePem(text, labels, { maxBytes: MAX_PEM_CHARACTERS }).map(({ der }) => der);
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      if (keepBroken) return [new Uint8Array(0)];
      skipped.push(skippedStep(`The ${noun} number ${index + 1} is left out: ${error.message}`));
      return [];
    }
  });
}

/** RFC 3339 §5.6, a real date; leap seconds are not possible. */
function parseTime(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const time = new Date(text.toUpperCase().replace(' ', 'T'));
  if (Number.isNaN(time.getTime())) return null;
  // Date turns the 30th of February into a day of March.
  return new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10) === text.slice(0, 10) ? time : null;
}

const CERTIFICATE_LABELS = ['CERTIFICATE', 'X509 CERTIFICATE'] as const;
/** The longest line of the command. */
const MAX_PEM_CHARACTERS = 16_777_216;

import { CountersignError, type FieldError } from '../domain/errors.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type BulkMapping, type BulkRow, checkMapping, readBulkTable, toBulkRow } from './bulk-table.ts';
import type { ChosenProfile } from './chosen-profile.ts';
import { type CertificateDecision, decideCertificate } from './decide-certificate.ts';
import { checkDescription } from './describe-certificate.ts';
import { FieldErrors } from './field-errors.ts';
import type { Issuer } from './issuer.ts';
import { othersTurn } from './others-turn.ts';
import { prepareCertificate } from './prepare-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface BulkIssuanceRequest {
  readonly format: 'csv' | 'json';
  /** The whole file. */
  readonly content: string;
  readonly mapping: BulkMapping;
  /** For rows that do not say otherwise. */
  readonly defaults?:
    | {
        readonly profile?: string | undefined;
        readonly authorityId?: string | undefined;
        readonly validityDays?: number | undefined;
        readonly keyAlgorithm?: KeyAlgorithm | undefined;
      }
    | undefined;
}

export interface BulkPlan {
  readonly total: number;
  readonly valid: number;
  /** In order of rows; `row` counts from 1 below the header. */
  readonly refused: readonly {
    readonly row: number;
    readonly cells: readonly string[];
    readonly problems: readonly FieldError[];
  }[];
  /** The first rows that would be issued, for a look. */
  readonly sample: readonly { readonly row: number; readonly displayName: string; readonly names: readonly string[] }[];
}

/** The dry run: every row is decided and linted as in earnest; nothing is signed or stored. Throws `validation-failed`. */
export async function planBulkIssuance(
  context: ServiceContext,
  actor: Actor | null,
  request: BulkIssuanceRequest,
): Promise<BulkPlan> {
  authorise(actor, 'certificate.issue');
  const table = readBulkTable(request.format, request.content);
  checkMapping(table, request.mapping);
  const decide = bulkDecider(context, request, { lint: true });
  const refused: { row: number; cells: readonly string[]; problems: readonly FieldError[] }[] = [];
  const sample: { row: number; displayName: string; names: readonly string[] }[] = [];
  for (const [at, cells] of table.rows.entries()) {
    const outcome = await decide(toBulkRow(table, request.mapping, cells));
    if ('problems' in outcome) refused.push({ row: at + 1, cells, problems: outcome.problems });
    else if (sample.length < 10) {
      const { subject, names } = outcome.decision.order;
      sample.push({
        row: at + 1,
        displayName: subject.find(({ type }) => type === 'CN')?.value ?? names[0]?.value ?? '',
        names: names.map(({ value }) => value),
      });
    }
    // Ten thousand rows take seconds; other requests are answered in between.
    if (at % 50 === 49) await othersTurn();
  }
  return { total: table.rows.length, valid: table.rows.length - refused.length, refused, sample };
}

export type BulkOutcome = { readonly decision: CertificateDecision } | { readonly problems: readonly FieldError[] };

/** Decides row after row under the same policy as a single request; the issuers are read once. `lint`: also what would be signed. */
export function bulkDecider(
  context: ServiceContext,
  request: Pick<BulkIssuanceRequest, 'defaults'>,
  { lint }: { readonly lint: boolean },
): (row: BulkRow) => Promise<BulkOutcome> {
  const issuers = new Map<string, Issuer>();
  const profiles = new Map<string, ChosenProfile>();
  return async (row) => {
    if (row.faults.length > 0) return { problems: row.faults };
    const errors = new FieldErrors();
    const profile = row.request.profile ?? request.defaults?.profile ?? 'tlsServer';
    try {
      checkDescription(row);
      if (row.request.validityDays !== undefined && !Number.isInteger(row.request.validityDays)) {
        errors.add('validityDays', 'The validity is a whole number of days.');
        errors.throwIfAny();
      }
      const decision = await decideCertificate(
        context,
        {
          authorityId: request.defaults?.authorityId,
          validityDays: request.defaults?.validityDays,
          ...(row.request.csr === undefined ? { keyAlgorithm: request.defaults?.keyAlgorithm } : {}),
          ...row.request,
          profile,
        },
        errors,
        { names: 'names', issuers, profiles },
      );
      errors.throwIfAny();
      if (!decision) throw new CountersignError('internal', 'The row was neither accepted nor refused.');
      if (lint) lintDecision(context, decision);
      return { decision };
    } catch (error) {
      if (!(error instanceof CountersignError) || error.code === 'internal') throw error;
      return { problems: error.fields.length > 0 ? error.fields : [{ field: '', message: error.detail }] };
    }
  };
}

/** Without a request the key does not exist yet; the issuer's stands in, as no lint depends on which one it is. */
function lintDecision(context: ServiceContext, decision: CertificateDecision): void {
  const issuer = decision.order.issuer as Issuer;
  prepareCertificate(context, {
    ...decision.order,
    spkiDer: decision.csr?.spkiDer ?? issuer.key.spkiDer,
    key: null,
    keyStandsIn: decision.csr === null,
  });
}

import { CountersignError, type FieldError } from '../domain/errors.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import { authorise } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { decideDueAt } from './planned-revocation.ts';
import { decideRenewal, type RenewCertificateRequest } from './renew-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** What renewing would give beside what there is, before anything is signed. */
export interface RenewalPreview {
  /** In the order in which people compare; empty when it would be refused. */
  readonly rows: readonly { readonly what: string; readonly old: string; readonly new: string }[];
  /** When the old one would be revoked; null: it is not. */
  readonly revokeOldAt: Date | null;
  /** Why it would be refused; empty when it would not. */
  readonly refusals: readonly FieldError[];
}

/** Decides as renewing does; signs and stores nothing. Throws `not-found`. */
export async function previewRenewal(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  request: RenewCertificateRequest,
): Promise<RenewalPreview> {
  authorise(actor, 'certificate.issue');
  try {
    const { replaced, order, keyAlgorithm } = await decideRenewal(context, certificateId, request);
    const errors = new FieldErrors();
    const days = request.revokeReplacedAfterDays;
    const revokeOldAt = days === undefined ? null : decideDueAt(replaced, days, context.clock.now(), errors);
    const oldIssuer = await context.store.authority(replaced.issuerId);
    const names = (of: readonly { readonly value: string }[]) => of.map(({ value }) => value).join(', ') || 'None';
    return {
      rows: [
        { what: 'Names', old: names(replaced.names), new: names(order.names) },
        {
          what: 'Subject',
          old: distinguishedNameText(replaced.subject) || 'Empty',
          new: distinguishedNameText(order.subject) || 'Empty',
        },
        {
          what: 'Issuer',
          old: oldIssuer?.name ?? replaced.issuerId,
          new: order.issuer?.authority.name ?? order.issuerId,
        },
        {
          what: 'Key',
          old: replaced.keyAlgorithm,
          new:
            keyAlgorithm !== null
              ? `New, ${keyAlgorithm}, made here`
              : request.csr === undefined
                ? `The same, ${replaced.keyAlgorithm}`
                : 'That of the request',
        },
        { what: 'Valid from', old: day(replaced.notBefore), new: day(order.notBefore) },
        { what: 'Valid until', old: day(replaced.notAfter), new: day(order.notAfter) },
        { what: 'Serial number', old: replaced.serialNumber, new: 'New, drawn when it is signed' },
      ],
      revokeOldAt,
      refusals: errors.list,
    };
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === 'not-found') throw error;
    const refusals = error.fields.length > 0 ? error.fields : [{ field: '', message: error.detail }];
    return { rows: [], revokeOldAt: null, refusals };
  }
}

const day = (at: Date): string => at.toISOString().slice(0, 10);

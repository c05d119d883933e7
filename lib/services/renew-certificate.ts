import type { Certificate, Connection } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { decideRenewal, type RenewCertificateRequest, recordRenewals, renewalOrder } from './decide-renewal.ts';
import { FieldErrors } from './field-errors.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export type { RenewCertificateRequest };

export interface Renewal extends IssuedCertificate {
  readonly replaced: Certificate;
  /** The connections that use the new certificate from now on. */
  readonly connections: readonly Connection[];
}

/**
 * Issues the successor of an end-entity certificate: same names, subject and profile, under the policy of today, with
 * a new key unless asked otherwise. The old one stays good until it ends or is revoked, so that it can be changed
 * over; connections show the new one. Throws `not-found`, `conflict`, `validation-failed`, `lint-refused`, `sealed`.
 */
export async function renewCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  request: RenewCertificateRequest,
): Promise<Renewal> {
  authorise(actor, 'certificate.issue');
  const errors = new FieldErrors();
  const renewal = await decideRenewal(context, certificateId, request, errors);
  errors.throwIfAny();
  if (!renewal) throw new CountersignError('internal', 'The request was neither accepted nor refused.');
  const { replaced } = renewal;
  let connections: readonly Connection[] = [];
  const [issued] = await runIssuanceCycle(context, actor, [await renewalOrder(context, renewal)], {
    withResult: async (tx, [result]) => {
      const { certificate } = result as IssuedCertificate;
      connections = await recordRenewals(context, tx, actor, [{ replaced, certificate }]);
    },
  });
  return { ...(issued as IssuedCertificate), replaced, connections };
}

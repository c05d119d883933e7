import type { Authority } from '../../domain/entities.ts';
import { CountersignError } from '../../domain/errors.ts';
import { downloadCertificate, type PublicFormat } from '../../services/certificate-files.ts';
import { createAuthority } from '../../services/create-authority.ts';
import { explainLimits } from '../../services/explain-limits.ts';
import { getAuthority, listAuthorities, listDeletedAuthorities } from '../../services/get-authorities.ts';
import { publishCrl } from '../../services/publish-crl.ts';
import { type ApiRoute, bodyOf, created, file, json, parameter, queryOf } from '../api-route.ts';
import { authorityListQuery, createAuthorityRequest, explainLimitsRequest } from '../contracts/authority-requests.ts';
import { downloadQuery } from '../contracts/requests.ts';

export const authorityRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/authorities',
    summary: 'All authorities as trees, with their health; `deleted=true`: those that were deleted',
    access: 'inventory.read',
    query: authorityListQuery,
    answer: { status: 200, description: 'Roots with their children' },
    handle: async (call) =>
      json({
        items:
          queryOf(call, authorityListQuery).deleted === 'true'
            ? await listDeletedAuthorities(call.context, call.actor)
            : await listAuthorities(call.context, call.actor),
      }),
  },
  {
    method: 'POST',
    path: '/authorities',
    summary: 'Create a root, or an authority below one',
    access: 'authority.create',
    body: createAuthorityRequest,
    once: true,
    answer: { status: 201, description: 'The authority' },
    handle: async (call) => {
      const { authority, issued } = await createAuthority(
        call.context,
        call.actor,
        bodyOf(call, createAuthorityRequest),
      );
      return created(
        { ...authority, certificate: issued.certificate, lints: issued.lints } as { id: string },
        `/authorities/${authority.id}`,
      );
    },
  },
  {
    method: 'POST',
    path: '/authorities/explain-limits',
    summary: 'What the limits of a new authority would mean, in words; nothing is made',
    access: 'authority.create',
    body: explainLimitsRequest,
    answer: { status: 200, description: 'Plain sentences' },
    handle: async (call) => json(await explainLimits(call.context, call.actor, bodyOf(call, explainLimitsRequest))),
  },
  {
    method: 'GET',
    path: '/authorities/{id}',
    summary: 'One authority: health, chain, publishing addresses',
    access: 'inventory.read',
    answer: { status: 200, description: 'The authority' },
    handle: async (call) => json(await getAuthority(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'GET',
    path: '/authorities/{id}/certificate',
    summary: "The authority's certificate or chain",
    access: 'inventory.read',
    query: downloadQuery,
    answer: { status: 200, description: 'The file', mediaType: 'application/x-pem-file' },
    handle: async (call) => {
      const { node } = await getAuthority(call.context, call.actor, parameter(call, 'id'));
      return file(
        await downloadCertificate(
          call.context,
          call.actor,
          certificateIdOf(node.authority),
          queryOf(call, downloadQuery).format as PublicFormat,
        ),
      );
    },
  },
  {
    method: 'POST',
    path: '/authorities/{id}/crl',
    summary: 'Sign and publish a CRL now',
    access: 'crl.publish',
    answer: { status: 200, description: 'The published CRL' },
    handle: async (call) => {
      const { crlNumber, thisUpdate, nextUpdate, entryCount } = await publishCrl(
        call.context,
        call.actor,
        parameter(call, 'id'),
      );
      return json({ crlNumber, thisUpdate, nextUpdate, entryCount });
    },
  },
];

function certificateIdOf({ name, certificateId }: Authority): string {
  if (certificateId) return certificateId;
  throw new CountersignError(
    'authority-not-usable',
    `"${name}" has no certificate yet. Install the answer to its request first.`,
  );
}

import { getAuthorityImpact } from '../../services/authority-impact.ts';
import { beginCeremony, endCeremony, exportSealedKey, takeKeyOffline } from '../../services/authority-key.ts';
import { certifyAuthority, crossSign } from '../../services/certify-authority.ts';
import { configureAuthority } from '../../services/configure-authority.ts';
import type { CreatedAuthority } from '../../services/create-authority.ts';
import { getRollover } from '../../services/get-rollover.ts';
import { installCertificate } from '../../services/install-certificate.ts';
import { rekeyAuthority, renewAuthority } from '../../services/renew-authority.ts';
import { downloadRequest, requestAuthority } from '../../services/request-authority.ts';
import {
  deleteAuthority,
  disableAuthority,
  enableAuthority,
  restoreAuthority,
} from '../../services/retire-authority.ts';
import { revokeAuthority } from '../../services/revoke-authority.ts';
import type { Actor, ServiceContext } from '../../services/service-context.ts';
import { testPublishing } from '../../services/test-publishing.ts';
import { type ApiAnswer, type ApiRoute, bodyOf, created, empty, file, json, parameter, queryOf } from '../api-route.ts';
import {
  certifyRequest,
  configureAuthorityRequest,
  crossSignRequest,
  installCertificateRequest,
  openSealedKeyRequest,
  rekeyAuthorityRequest,
  renewAuthorityRequest,
  requestAuthorityRequest,
  revokeAuthorityRequest,
  rolloverQuery,
  sealKeyRequest,
} from '../contracts/authority-requests.ts';

/** What happens to an authority after it was made. */
export const authorityLifeRoutes: readonly ApiRoute[] = [
  {
    method: 'PATCH',
    path: '/authorities/{id}',
    summary: 'Change settings: addresses, life of its CRLs, profiles',
    access: 'authority.configure',
    body: configureAuthorityRequest,
    answer: { status: 200, description: 'The authority' },
    handle: async (call) =>
      json(
        await configureAuthority(
          call.context,
          call.actor,
          parameter(call, 'id'),
          bodyOf(call, configureAuthorityRequest).settings,
        ),
      ),
  },
  {
    method: 'GET',
    path: '/authorities/{id}/impact',
    summary: 'What depends on it: living certificates and authorities below',
    access: 'inventory.read',
    answer: { status: 200, description: 'Number and list' },
    handle: async (call) => json(await getAuthorityImpact(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'GET',
    path: '/authorities/{id}/rollover',
    summary: 'The plan of replacing it: dates, steps, who installs what, what depends on it',
    access: 'inventory.read',
    query: rolloverQuery,
    answer: { status: 200, description: 'The plan; null while it has no certificate' },
    handle: async (call) =>
      json(await getRollover(call.context, call.actor, parameter(call, 'id'), queryOf(call, rolloverQuery))),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/publishing/test',
    summary: 'Fetch what it publishes where its certificates say that it is, and say what is wrong',
    access: 'authority.configure',
    answer: { status: 200, description: 'A verdict for each address' },
    handle: async (call) => json(await testPublishing(call.context, call.actor, parameter(call, 'id'))),
  },
  change('disable', 'Stop issuing; lists and OCSP go on', disableAuthority),
  change('enable', 'Issue again', enableAuthority),
  change('delete', 'Hide it; it can be brought back for 30 days. Wants a step-up', deleteAuthority),
  change('restore', 'Bring it back', restoreAuthority),
  {
    method: 'POST',
    path: '/authorities/{id}/revoke',
    summary: 'Revoke it for good and publish the list of the authority above. Wants a step-up',
    access: 'authority.revoke',
    body: revokeAuthorityRequest,
    once: true,
    answer: { status: 200, description: 'Its certificates with the lists that carry them' },
    handle: async (call) =>
      json(
        await revokeAuthority(call.context, call.actor, parameter(call, 'id'), bodyOf(call, revokeAuthorityRequest)),
      ),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/renew',
    summary: 'A new certificate for the same key',
    access: 'authority.renew',
    body: renewAuthorityRequest,
    once: true,
    answer: { status: 200, description: 'The authority with its new certificate' },
    handle: async (call) => {
      const made = await renewAuthority(
        call.context,
        call.actor,
        parameter(call, 'id'),
        bodyOf(call, renewAuthorityRequest),
      );
      return json(viewOf(made));
    },
  },
  {
    method: 'POST',
    path: '/authorities/{id}/rekey',
    summary: 'A successor with a new key',
    access: 'authority.renew',
    body: rekeyAuthorityRequest,
    once: true,
    answer: { status: 201, description: 'The successor' },
    handle: async (call) =>
      createdAuthority(
        await rekeyAuthority(call.context, call.actor, parameter(call, 'id'), bodyOf(call, rekeyAuthorityRequest)),
      ),
  },
  {
    method: 'POST',
    path: '/authorities/request',
    summary: 'An issuing authority whose certificate an outside authority signs: key and request',
    access: 'authority.create',
    body: requestAuthorityRequest,
    once: true,
    answer: { status: 201, description: 'The authority that waits, and the request as PEM' },
    handle: async (call) => {
      const { authority, requestPem } = await requestAuthority(
        call.context,
        call.actor,
        bodyOf(call, requestAuthorityRequest),
      );
      return created({ ...authority, requestPem } as { id: string }, `/authorities/${authority.id}`);
    },
  },
  {
    method: 'GET',
    path: '/authorities/{id}/request',
    summary: 'The certification request as PEM',
    access: 'inventory.read',
    answer: { status: 200, description: 'The file', mediaType: 'application/pkcs10' },
    handle: async (call) => file(await downloadRequest(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/install',
    summary: 'Install the answer of an outside authority',
    access: 'authority.certify',
    body: installCertificateRequest,
    once: true,
    answer: { status: 200, description: 'The authority, and what is missing or weak' },
    handle: async (call) =>
      json(
        await installCertificate(
          call.context,
          call.actor,
          parameter(call, 'id'),
          bodyOf(call, installCertificateRequest),
        ),
      ),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/certify',
    summary: 'Sign the request of an outside authority',
    access: 'authority.certify',
    body: certifyRequest,
    once: true,
    answer: { status: 201, description: 'The authority below, whose key is elsewhere' },
    handle: async (call) =>
      createdAuthority(
        await certifyAuthority(call.context, call.actor, parameter(call, 'id'), bodyOf(call, certifyRequest)),
      ),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/cross-sign',
    summary: 'Certify name and key of another authority',
    access: 'authority.certify',
    body: crossSignRequest,
    once: true,
    answer: { status: 201, description: 'The authority that was cross-signed, and the certificate' },
    handle: async (call) =>
      createdAuthority(
        await crossSign(call.context, call.actor, parameter(call, 'id'), bodyOf(call, crossSignRequest)),
      ),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/sealed-key',
    summary: 'The private key in a file under a passphrase. Wants a step-up',
    access: 'authority.key',
    body: sealKeyRequest,
    answer: { status: 200, description: 'The sealed file', mediaType: 'application/json' },
    handle: async (call) =>
      file(await exportSealedKey(call.context, call.actor, parameter(call, 'id'), bodyOf(call, sealKeyRequest))),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/take-offline',
    summary: 'Show that the sealed file opens, and erase the key here. Wants a step-up',
    access: 'authority.key',
    body: openSealedKeyRequest,
    answer: { status: 200, description: 'The authority' },
    handle: async (call) =>
      json(await takeKeyOffline(call.context, call.actor, parameter(call, 'id'), bodyOf(call, openSealedKeyRequest))),
  },
  {
    method: 'POST',
    path: '/authorities/{id}/ceremony',
    summary: 'Hold the key of the sealed file in memory, 15 minutes at most',
    access: 'authority.key',
    body: openSealedKeyRequest,
    answer: { status: 200, description: 'Seconds that it lasts' },
    handle: async (call) =>
      json(await beginCeremony(call.context, call.actor, parameter(call, 'id'), bodyOf(call, openSealedKeyRequest))),
  },
  {
    method: 'DELETE',
    path: '/authorities/{id}/ceremony',
    summary: 'End the ceremony now',
    access: 'authority.key',
    answer: { status: 204, description: 'Ended' },
    handle: async (call) => {
      await endCeremony(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
];

function change(
  verb: string,
  summary: string,
  work: (context: ServiceContext, actor: Actor | null, id: string) => Promise<unknown>,
): ApiRoute {
  return {
    method: 'POST',
    path: `/authorities/{id}/${verb}`,
    summary,
    access: 'authority.retire',
    answer: { status: 200, description: 'The authority' },
    handle: async (call) => json(await work(call.context, call.actor, parameter(call, 'id'))),
  };
}

function createdAuthority(made: CreatedAuthority): ApiAnswer {
  return created(viewOf(made), `/authorities/${made.authority.id}`);
}

function viewOf({ authority, issued }: CreatedAuthority): { id: string } {
  return { ...authority, certificate: issued.certificate, lints: issued.lints } as { id: string };
}

import type { ExportDestination } from '../../pki/export/plan-export.ts';
import { downloadCertificate, type PublicFormat } from '../../services/certificate-files.ts';
import { listChains } from '../../services/chain-choices.ts';
import { describeCertificate } from '../../services/describe-certificate.ts';
import { exportCertificates } from '../../services/export-certificates.ts';
import { exportFiles, planFiles } from '../../services/export-files.ts';
import { exportKey } from '../../services/export-key.ts';
import { getCertificate } from '../../services/get-certificate.ts';
import { holdCertificate, releaseCertificate } from '../../services/hold-certificate.ts';
import { inspectRequest } from '../../services/inspect-request.ts';
import { issueCertificate, previewCertificate } from '../../services/issue-certificate.ts';
import { listCertificates } from '../../services/list-certificates.ts';
import { previewRenewal } from '../../services/preview-renewal.ts';
import { renewCertificate } from '../../services/renew-certificate.ts';
import { type Revocation, revokeBySerialNumber, revokeCertificate } from '../../services/revoke-certificate.ts';
import { type ApiRoute, bodyOf, created, file, json, parameter, queryOf, stream } from '../api-route.ts';
import { filesExportRequest, filesQuery } from '../contracts/files.ts';
import {
  certificateExportQuery,
  certificateListQuery,
  describeRequest,
  downloadQuery,
  exportRequest,
  inspectCsrRequest,
  issueCertificateRequest,
  listRequest,
  previewCertificateRequest,
  renewRequest,
  revokeBySerialRequest,
  revokeRequest,
} from '../contracts/requests.ts';

export const certificateRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/certificates',
    summary: 'Search and page through the inventory',
    access: 'inventory.read',
    query: certificateListQuery,
    answer: { status: 200, description: 'One page, with the cursors of its neighbours' },
    handle: async (call) =>
      json(await listCertificates(call.context, call.actor, listRequest(queryOf(call, certificateListQuery)))),
  },
  {
    method: 'GET',
    path: '/certificates.csv',
    summary: 'Everything that the same filter finds, as CSV, sent while it is read',
    access: 'inventory.read',
    query: certificateExportQuery,
    answer: { status: 200, description: 'The file', mediaType: 'text/csv' },
    handle: async (call) =>
      stream(exportCertificates(call.context, call.actor, listRequest(queryOf(call, certificateExportQuery)))),
  },
  {
    method: 'POST',
    path: '/certificates',
    summary: 'Issue a server or client certificate, with a key made here or from a CSR',
    access: 'certificate.issue',
    body: issueCertificateRequest,
    once: true,
    answer: { status: 201, description: 'The certificate' },
    handle: async (call) => {
      const { certificate, lints } = await issueCertificate(
        call.context,
        call.actor,
        bodyOf(call, issueCertificateRequest),
      );
      return created({ ...certificate, lints } as { id: string }, `/certificates/${certificate.id}`);
    },
  },
  {
    method: 'POST',
    path: '/certificates/preview',
    summary: 'What issuing would give; signs and stores nothing',
    access: 'certificate.issue',
    body: previewCertificateRequest,
    answer: { status: 200, description: 'The certificate as it would be, with lint findings' },
    handle: async (call) =>
      json(await previewCertificate(call.context, call.actor, bodyOf(call, previewCertificateRequest))),
  },
  {
    method: 'POST',
    path: '/certificate-requests/inspect',
    summary: 'Decode a CSR and tell what signing it under a profile would give; stores nothing',
    access: 'certificate.issue',
    body: inspectCsrRequest,
    answer: { status: 200, description: 'What the request asks for and what would be issued' },
    handle: async (call) => json(await inspectRequest(call.context, call.actor, bodyOf(call, inspectCsrRequest))),
  },
  {
    method: 'GET',
    path: '/certificates/{id}',
    summary: 'One certificate in full',
    access: 'inventory.read',
    answer: { status: 200, description: 'The certificate' },
    handle: async (call) => json(await getCertificate(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'GET',
    path: '/certificates/{id}/download',
    summary: 'Public files: leaf, chain, fullchain, DER, root',
    access: 'inventory.read',
    query: downloadQuery,
    answer: { status: 200, description: 'The file', mediaType: 'application/x-pem-file' },
    handle: async (call) =>
      file(
        await downloadCertificate(
          call.context,
          call.actor,
          parameter(call, 'id'),
          queryOf(call, downloadQuery).format as PublicFormat,
          queryOf(call, downloadQuery).via ?? null,
        ),
      ),
  },
  {
    method: 'POST',
    path: '/certificates/{id}/export',
    summary: 'The private key, as PEM or PKCS#12; audited',
    access: 'certificate.export-key',
    body: exportRequest,
    answer: { status: 200, description: 'The file', mediaType: 'application/octet-stream' },
    handle: async (call) => {
      const exported = await exportKey(call.context, call.actor, parameter(call, 'id'), bodyOf(call, exportRequest));
      return file(exported, exported.madePassword === null ? {} : { 'countersign-password': exported.madePassword });
    },
  },
  {
    method: 'GET',
    path: '/certificates/{id}/files',
    summary: 'The exact files for a destination, each with its contents; without `for` those of every destination',
    access: 'inventory.read',
    query: filesQuery,
    answer: {
      status: 200,
      description: 'Plans: files, notes, whether a password is needed; and the chains that `via` can choose from',
    },
    handle: async (call) => {
      const { for: wanted, via } = queryOf(call, filesQuery);
      const destination = (wanted ?? null) as ExportDestination | null;
      const id = parameter(call, 'id');
      return json({
        plans: await planFiles(call.context, call.actor, id, destination, via ?? null),
        chains: await listChains(call.context, call.actor, id),
      });
    },
  },
  {
    method: 'POST',
    path: '/certificates/{id}/files',
    summary: 'The files for a destination, as an archive or one by one; a key that leaves is audited',
    access: 'inventory.read',
    body: filesExportRequest,
    answer: { status: 200, description: 'The file or the archive', mediaType: 'application/octet-stream' },
    handle: async (call) => {
      const { for: destination, file: name, password, via } = bodyOf(call, filesExportRequest);
      const exported = await exportFiles(call.context, call.actor, parameter(call, 'id'), {
        destination: destination as ExportDestination,
        file: name,
        password,
        via,
      });
      return file(exported, exported.madePassword === null ? {} : { 'countersign-password': exported.madePassword });
    },
  },
  {
    method: 'POST',
    path: '/certificates/{id}/revoke',
    summary: 'Revoke with a reason; the CRL is re-issued at once',
    access: 'certificate.revoke',
    body: revokeRequest,
    once: true,
    answer: { status: 200, description: 'The certificate and the CRL that lists it' },
    handle: async (call) =>
      json(
        revocation(
          await revokeCertificate(call.context, call.actor, parameter(call, 'id'), bodyOf(call, revokeRequest)),
        ),
      ),
  },
  {
    method: 'POST',
    path: '/certificates/{id}/hold',
    summary: 'Suspend: listed as certificateHold until released or revoked for good',
    access: 'certificate.revoke',
    once: true,
    answer: { status: 200, description: 'The certificate and the CRL that lists it' },
    handle: async (call) => json(revocation(await holdCertificate(call.context, call.actor, parameter(call, 'id')))),
  },
  {
    method: 'POST',
    path: '/certificates/{id}/release',
    summary: 'Take off hold',
    access: 'certificate.revoke',
    once: true,
    answer: { status: 200, description: 'The certificate and the CRL that lists it no more' },
    handle: async (call) => json(revocation(await releaseCertificate(call.context, call.actor, parameter(call, 'id')))),
  },
  {
    method: 'POST',
    path: '/certificates/{id}/renew',
    summary: 'Issue the successor: same names and profile, a new key by default; connections follow',
    access: 'certificate.issue',
    body: renewRequest,
    once: true,
    answer: { status: 201, description: 'The new certificate, the one it replaces and the connections that use it' },
    handle: async (call) => {
      const { certificate, lints, replaced, connections, planned } = await renewCertificate(
        call.context,
        call.actor,
        parameter(call, 'id'),
        bodyOf(call, renewRequest),
      );
      return created(
        { ...certificate, lints, replaces: replaced.id, connections, plannedRevocation: planned } as { id: string },
        `/certificates/${certificate.id}`,
      );
    },
  },
  {
    method: 'POST',
    path: '/certificates/{id}/renew/preview',
    summary: 'Old and new side by side, or why it would be refused; signs and stores nothing',
    access: 'certificate.issue',
    body: renewRequest,
    answer: { status: 200, description: 'What would change' },
    handle: async (call) =>
      json(await previewRenewal(call.context, call.actor, parameter(call, 'id'), bodyOf(call, renewRequest))),
  },
  {
    method: 'PATCH',
    path: '/certificates/{id}',
    summary: 'Owner, notes and tags',
    access: 'certificate.describe',
    body: describeRequest,
    answer: { status: 200, description: 'The certificate with its description' },
    handle: async (call) =>
      json(await describeCertificate(call.context, call.actor, parameter(call, 'id'), bodyOf(call, describeRequest))),
  },
  {
    method: 'POST',
    path: '/revocations',
    summary: 'Revoke by serial number',
    access: 'certificate.revoke',
    body: revokeBySerialRequest,
    once: true,
    answer: { status: 200, description: 'The certificate and the CRL that lists it' },
    handle: async (call) =>
      json(revocation(await revokeBySerialNumber(call.context, call.actor, bodyOf(call, revokeBySerialRequest)))),
  },
];

function revocation({ certificate, crl, alsoRevoked }: Revocation) {
  return {
    certificate,
    ...(alsoRevoked === undefined ? {} : { alsoRevoked }),
    crl: crl && { crlNumber: crl.crlNumber, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate },
  };
}

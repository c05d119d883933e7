import { strToU8, zipSync } from 'fflate';
import type { Connection } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { authorise } from './authorise.ts';
import {
  type CertificateWithPath,
  chainPem,
  type FileToHandOut,
  leafPem,
  loadWithPath,
  pathCrlsPem,
  rootPem,
  safeFileName,
} from './certificate-files.ts';
import { takePrivateKey } from './export-key.ts';
import { publishingUrls } from './publishing-urls.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { connectionSnippets } from './snippets.ts';
import type { BundleFile } from './views.ts';

export type BundleSide = 'server' | 'client';

/**
 * The zip for one party of a connection: its key and chain, the other side's trust anchor, the current CRLs of the
 * path, and a README for the one who receives it. The client of a one-way connection gets no key.
 */
export async function exportBundle(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
  side: BundleSide,
): Promise<FileToHandOut> {
  authorise(actor, 'certificate.export-key');
  const connection = await context.store.connection(connectionId);
  if (!connection) throw new CountersignError('not-found', `There is no connection "${connectionId}".`);
  const server = await loadWithPath(context.store, connection.serverCertificateId);
  const client = connection.clientCertificateId
    ? await loadWithPath(context.store, connection.clientCertificateId)
    : null;
  const own = side === 'server' ? server : client;
  const other = side === 'server' ? client : server;
  // One hierarchy signs both sides today; the anchor is still taken from the other side's path, which is what it verifies.
  const anchor = other ?? server;
  const files: Record<string, Uint8Array> = {};
  const put = (name: string, text: string) => {
    files[name] = strToU8(text);
  };
  if (own) {
    const base = bundleBase(own);
    const pkcs8 = await takePrivateKey(context, actor, own, `bundle for the ${side}`);
    put(`${base}.key`, privateKeyPem(pkcs8));
    pkcs8.fill(0);
    put(`${base}.pem`, leafPem(own));
    put(`${base}-chain.pem`, chainPem(own));
    put(`${base}-fullchain.pem`, leafPem(own) + chainPem(own));
  }
  put('trust-anchor.pem', rootPem(anchor));
  put('crls.pem', await pathCrlsPem(context.store, anchor.authorities));
  put(
    'README.txt',
    readmeText(
      connection,
      side,
      { server, client },
      publishingUrls(context.settings.publicUrl, anchor.certificate.issuerId).chainCrlPemUrl,
    ),
  );
  const mtime = context.clock.now();
  const zip = zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        [content, { mtime, attrs: (name.endsWith('.key') ? 0o600 : 0o644) << 16, os: 3 }],
      ]),
    ),
  );
  return { name: bundleFileName(connection, side), mediaType: 'application/zip', content: zip };
}

/** What `exportBundle` puts into the zip, in its order: shown before the download and equal to it. */
export function bundleContents(side: BundleSide, own: CertificateWithPath | null): readonly BundleFile[] {
  const base = own ? bundleBase(own) : '';
  const other = side === 'server' ? 'client' : 'server';
  const ownFiles: BundleFile[] = own
    ? [
        { name: `${base}.key`, description: 'Private key (PKCS#8 PEM). Keep it secret.', secret: true },
        { name: `${base}.pem`, description: 'Certificate (leaf only)', secret: false },
        { name: `${base}-chain.pem`, description: 'Issuing authorities, without the root', secret: false },
        {
          name: `${base}-fullchain.pem`,
          description: 'Certificate followed by the issuing authorities',
          secret: false,
        },
      ]
    : [];
  return [
    ...ownFiles,
    {
      name: 'trust-anchor.pem',
      description: own || side === 'client' ? `Root to trust for the ${other}` : 'Root to trust',
      secret: false,
    },
    { name: 'crls.pem', description: 'Current revocation lists of every authority in the path', secret: false },
    { name: 'README.txt', description: 'What each file is for, with configuration', secret: false },
  ];
}

export function bundleFileName(connection: Pick<Connection, 'name'>, side: BundleSide): string {
  return `${safeFileName(connection.name.replaceAll('→', 'to'))}-${side}.zip`;
}

/** The stem of a party's file names. */
export function bundleBase(own: CertificateWithPath): string {
  return safeFileName(own.certificate.displayName);
}

function readmeText(
  connection: Connection,
  side: BundleSide,
  parties: { server: CertificateWithPath; client: CertificateWithPath | null },
  crlsUrl: string,
): string {
  const own = side === 'server' ? parties.server : parties.client;
  const serverNames = parties.server.certificate.names.map((name) => name.value).join(', ');
  const lines = [
    `${connection.name}: files for the ${side}`,
    '',
    connection.kind === 'mutual'
      ? `Mutual TLS. The server proves it is ${serverNames}; the client proves it is ${parties.client?.certificate.displayName}.`
      : `One-way TLS. The server proves it is ${serverNames}; the client presents no certificate.`,
    '',
    'Files',
    ...bundleContents(side, own).map((file) => `  ${file.name.padEnd(32)} ${file.description}`),
    '',
  ];
  if (own) {
    const { certificate } = own;
    lines.push(
      `Serial number  ${certificate.serialNumber}`,
      `Valid          ${certificate.notBefore.toISOString()} to ${certificate.notAfter.toISOString()}`,
      `SHA-256        ${certificate.fingerprintSha256}`,
      '',
    );
  }
  lines.push(
    'The revocation lists in crls.pem end after a few days. Fetch them again every day:',
    `  curl -fsS -o crls.pem ${crlsUrl}`,
    '',
  );
  for (const snippet of connectionSnippets(connection, parties).filter((one) => one.side === side))
    lines.push(`${snippet.label}`, snippet.note, '', ...snippet.text.split('\n').map((line) => `  ${line}`), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

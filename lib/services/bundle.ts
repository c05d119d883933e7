import { strToU8, zipSync } from 'fflate';
import type { Connection } from '../domain/entities.ts';
import type { BundleSide } from '../domain/handover.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { authorise } from './authorise.ts';
import {
  type CertificateWithPath,
  chainPem,
  type FileToHandOut,
  leafPem,
  pathCrlsPem,
  rootPem,
  safeFileName,
} from './certificate-files.ts';
import { takePrivateKey } from './export-key.ts';
import { loadParties, type Parties } from './load-parties.ts';
import { publishingUrls } from './publishing-urls.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { snippetsFor, snippetsText } from './snippets.ts';
import type { BundleFile } from './views.ts';

export type { BundleSide };

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
  const { connection, parties } = await loadParties(context.store, connectionId);
  const own = parties[side];
  const files: Record<string, Uint8Array> = {};
  if (own) {
    const pkcs8 = await takePrivateKey(context, actor, own, `bundle for the ${side}`);
    files[`${bundleBase(own)}.key`] = strToU8(privateKeyPem(pkcs8));
    pkcs8.fill(0);
  }
  for (const { name, text } of await publicFiles(context, parties, side)) files[name] = strToU8(text);
  files['README.txt'] = strToU8(readmeText(context, connection, side, parties, bundleContents(side, own)));
  files[CONFIGURATION_FILE] = strToU8(configurationText(context, connection, side, parties));
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

/** The other side's path, whose root this side verifies against; its own for the server of a one-way connection. */
export function otherSide({ server, client }: Parties, side: BundleSide): CertificateWithPath {
  return side === 'server' ? (client ?? server) : server;
}

/** Everything in a bundle that is no secret, as text, in the order of `bundleContents` and without the README. */
export async function publicFiles(
  context: Pick<ServiceContext, 'store'>,
  parties: Parties,
  side: BundleSide,
): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const own = parties[side];
  const anchor = otherSide(parties, side);
  const base = own ? bundleBase(own) : '';
  return [
    ...(own
      ? [
          { name: `${base}.pem`, text: leafPem(own) },
          { name: `${base}-chain.pem`, text: chainPem(own) },
          { name: `${base}-fullchain.pem`, text: leafPem(own) + chainPem(own) },
        ]
      : []),
    { name: 'trust-anchor.pem', text: rootPem(anchor) },
    { name: 'crls.pem', text: await pathCrlsPem(context.store, anchor.authorities) },
  ];
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
    { name: 'README.txt', description: 'What each file is for', secret: false },
    { name: CONFIGURATION_FILE, description: 'Configuration for your software with these names in it', secret: false },
  ];
}

export function bundleFileName(connection: Pick<Connection, 'name'>, side: BundleSide): string {
  return `${safeFileName(connection.name.replaceAll('→', 'to'))}-${side}.zip`;
}

/** The stem of a party's file names. */
export function bundleBase(own: CertificateWithPath): string {
  return safeFileName(own.certificate.displayName);
}

/** For whoever receives the files: what each is for, how fresh the lists have to be. */
export function readmeText(
  context: Pick<ServiceContext, 'settings'>,
  connection: Connection,
  side: BundleSide,
  parties: Parties,
  files: readonly BundleFile[],
  more: readonly string[] = [],
): string {
  const own = parties[side];
  const crlsUrl = publishingUrls(
    context.settings.publicUrl,
    otherSide(parties, side).certificate.issuerId,
  ).chainCrlPemUrl;
  const lines = [
    `${connection.name}: files for the ${side}`,
    '',
    aboutConnection(connection, parties),
    '',
    'Files',
    ...files.map((file) => `  ${file.name.padEnd(32)} ${file.description}`),
    '',
    ...more,
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
  lines.push(`Configuration for your software, with these names in it, stands in ${CONFIGURATION_FILE}.`);
  return `${lines.join('\n').trimEnd()}\n`;
}

const CONFIGURATION_FILE = 'CONFIGURATION.txt';

/** For all software that is known here, for this side. */
export function configurationText(
  context: Pick<ServiceContext, 'settings'>,
  connection: Connection,
  side: BundleSide,
  parties: Parties,
): string {
  return snippetsText(snippetsFor(context, connection, parties, side));
}

/** One sentence: who proves what to whom. */
export function aboutConnection(connection: Pick<Connection, 'kind'>, { server, client }: Parties): string {
  const serverNames = server.certificate.names.map((name) => name.value).join(', ');
  return connection.kind === 'mutual'
    ? `Mutual TLS. The server proves it is ${serverNames}; the client proves it is ${client?.certificate.displayName}.`
    : `One-way TLS. The server proves it is ${serverNames}; the client presents no certificate.`;
}

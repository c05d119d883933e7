import type { Connection } from '../domain/entities.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { planExport } from '../pki/export/plan-export.ts';
import { renderSnippet, softwareOf } from '../pki/snippets/catalogue.ts';
import { executedWith } from '../pki/snippets/executed.ts';
import type { OwnFiles, SnippetFacts, SnippetSide } from '../pki/snippets/snippet.ts';
import { authorise } from './authorise.ts';
import { type CertificateWithPath, exportRequestOf, loadWithPath, safeFileName } from './certificate-files.ts';
import { loadParties, type Parties } from './load-parties.ts';
import { publishingUrls } from './publishing-urls.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { Snippet } from './views.ts';

/**
 * Configuration for both ends of a connection, for all software that is known here, with the names that its bundles
 * really contain. `revocation` false: without revocation lists. Throws `not-found`.
 */
export async function getConnectionSnippets(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
  choice: { readonly revocation?: boolean | undefined } = {},
): Promise<readonly Snippet[]> {
  authorise(actor, 'inventory.read');
  const { connection, parties } = await loadParties(context.store, connectionId);
  return [
    ...snippetsFor(context, connection, parties, 'server', choice.revocation),
    ...snippetsFor(context, connection, parties, 'client', choice.revocation),
  ];
}

/** Those of one end, with lists unless said otherwise. */
export function snippetsFor(
  context: Pick<ServiceContext, 'settings'>,
  connection: Pick<Connection, 'kind'>,
  parties: Parties,
  side: SnippetSide,
  revocation = true,
): readonly Snippet[] {
  const own = parties[side];
  const other = side === 'server' ? (parties.client ?? parties.server) : parties.server;
  return rendered(side, {
    own: own && filesOf(own),
    anchor: 'trust-anchor.pem',
    crls: 'crls.pem',
    crlsUrl: publishingUrls(context.settings.publicUrl, other.certificate.issuerId).chainCrlPemUrl,
    fetchFirst: false,
    mutual: connection.kind === 'mutual' && parties.client !== null,
    revocation,
    hosts: hostsOf(parties.server),
    clientName: parties.client ? nameOf(parties.client) : 'your-client',
    serverName: nameOf(parties.server),
  });
}

/**
 * Configuration for the role of one certificate, with the names of the files that are downloaded for it; the other end
 * is taken to be below the same root. None for authorities and for what is neither server nor client. Throws `not-found`.
 */
export async function getCertificateSnippets(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  choice: { readonly revocation?: boolean | undefined; readonly mutual?: boolean | undefined } = {},
): Promise<readonly Snippet[]> {
  authorise(actor, 'inventory.read');
  const loaded = await loadWithPath(context.store, certificateId);
  const purposes = parseCertificate(loaded.certificateDer).extKeyUsage ?? [];
  const sides: SnippetSide[] = [
    ...(purposes.includes('serverAuth') ? ['server' as const] : []),
    ...(purposes.includes('clientAuth') ? ['client' as const] : []),
  ];
  if (loaded.certificate.authorityId !== null || sides.length === 0) return [];
  const plan = planExport(await exportRequestOf(context, loaded, 'everything', true));
  const anchor = plan.files.find(({ name, parts }) => parts.join() === 'root' && name.endsWith('.pem'))?.name;
  const facts = {
    own: filesOf(loaded),
    anchor: anchor ?? 'root.pem',
    crls: 'crls.pem',
    crlsUrl: publishingUrls(context.settings.publicUrl, loaded.certificate.issuerId).chainCrlPemUrl,
    fetchFirst: true,
    revocation: choice.revocation ?? true,
  };
  return sides.flatMap((side) =>
    side === 'server'
      ? rendered(side, {
          ...facts,
          mutual: choice.mutual ?? true,
          hosts: hostsOf(loaded),
          clientName: 'your-client',
          serverName: nameOf(loaded),
        })
      : rendered(side, {
          ...facts,
          mutual: true,
          hosts: ['server.example'],
          clientName: nameOf(loaded),
          serverName: 'server.example',
        }),
  );
}

/** As text for whoever gets the files: every software of this end. */
export function snippetsText(snippets: readonly Snippet[]): string {
  const lines = snippets.flatMap((snippet) => [
    `==== ${snippet.label} ====`,
    ...(snippet.refused
      ? [snippet.refused]
      : [snippet.checked, ...snippet.notChecked.map((one) => `Not checked. ${one}`)]),
    snippet.executed ? `Executed with ${snippet.executed}.` : 'Not executed by the tests.',
    '',
    ...snippet.files.flatMap((file) => [`---- ${file.path ?? STEP_TITLES[file.step]} ----`, file.text, '']),
  ]);
  return `${lines.join('\n').trimEnd()}\n`;
}

export const STEP_TITLES = {
  prepare: 'Commands: place the files',
  configuration: 'Configuration',
  users: 'Commands: switch it on',
  refresh: 'Commands: fetch new revocation lists',
  try: 'Commands: try it',
} as const;

function rendered(side: SnippetSide, facts: SnippetFacts): readonly Snippet[] {
  return softwareOf(side).map((software) => {
    const outcome = renderSnippet(software, facts);
    const { id, label, family } = software;
    return 'refused' in outcome
      ? { id, side, label, family, files: [], checked: '', notChecked: [], refused: outcome.refused, executed: null }
      : { id, side, label, family, ...outcome.rendered, refused: null, executed: executedWith(software) };
  });
}

function filesOf({ certificate }: CertificateWithPath): OwnFiles {
  const base = safeFileName(certificate.displayName);
  return { base, key: `${base}.key`, fullChain: `${base}-fullchain.pem` };
}

function hostsOf({ certificate }: CertificateWithPath): string[] {
  return certificate.names.filter(({ type }) => type === 'dns' || type === 'ip').map(({ value }) => value);
}

/** What databases and brokers call it by. */
function nameOf({ certificate, certificateDer }: CertificateWithPath): string {
  return (
    parseCertificate(certificateDer).subject.findLast(({ type }) => type === 'CN')?.value ?? certificate.displayName
  );
}

import type { Connection } from '../domain/entities.ts';
import { type CertificateWithPath, safeFileName } from './certificate-files.ts';
import type { Snippet } from './views.ts';

/**
 * Configuration for both ends of a connection, with the names that its bundles really contain. Each text is complete
 * enough to be run: the tests start nginx on it and call it with curl.
 */
export function connectionSnippets(
  connection: Pick<Connection, 'kind'>,
  parties: { server: CertificateWithPath; client: CertificateWithPath | null },
): readonly Snippet[] {
  const server = safeFileName(parties.server.certificate.displayName);
  const client = parties.client ? safeFileName(parties.client.certificate.displayName) : null;
  const names = parties.server.certificate.names;
  const hostNames = names.filter((name) => name.type === 'dns' || name.type === 'ip');
  const host = (hostNames[0]?.value ?? 'localhost').replace(/^\*\./, 'www.');
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const mutual = connection.kind === 'mutual' && client !== null;
  return [
    {
      id: 'nginx',
      side: 'server',
      label: mutual ? 'nginx: require the client certificate' : 'nginx',
      language: 'nginx',
      note: `Put the files of the server bundle into ${SERVER_DIRECTORY} and this into a file below /etc/nginx/conf.d/.`,
      text: nginxText({
        server,
        names: hostNames.map((name) =>
          name.type === 'ip' && name.value.includes(':') ? `[${name.value}]` : name.value,
        ),
        mutual,
      }),
    },
    {
      id: 'curl',
      side: 'client',
      label: mutual ? 'curl: present the client certificate' : 'curl',
      language: 'shell',
      note: 'Run it in the folder where the client bundle was unpacked.',
      text: curlText({ client: mutual ? client : null, host: shownHost }),
    },
  ];
}

export const SERVER_DIRECTORY = '/etc/nginx/tls';

function nginxText(args: { server: string; names: readonly string[]; mutual: boolean }): string {
  const lines = [
    'server {',
    '    listen 443 ssl;',
    `    server_name ${args.names.join(' ') || '_'};`,
    '',
    "    # This server's certificate, followed by its issuing authorities, and its key.",
    `    ssl_certificate     ${SERVER_DIRECTORY}/${args.server}-fullchain.pem;`,
    `    ssl_certificate_key ${SERVER_DIRECTORY}/${args.server}.key;`,
    '    ssl_protocols       TLSv1.2 TLSv1.3;',
  ];
  if (args.mutual)
    lines.push(
      '',
      '    # Only clients with a certificate below this root, checked against the revocation lists.',
      `    ssl_client_certificate ${SERVER_DIRECTORY}/trust-anchor.pem;`,
      '    ssl_verify_client      on;',
      '    ssl_verify_depth       3;',
      `    ssl_crl                ${SERVER_DIRECTORY}/crls.pem;`,
    );
  lines.push('', '    location / {');
  if (args.mutual) lines.push('        add_header X-Client-Subject $ssl_client_s_dn;');
  lines.push('        return 200 "hello\\n";', '    }', '}');
  return lines.join('\n');
}

function curlText(args: { client: string | null; host: string }): string {
  const options = [
    'curl',
    '--cacert trust-anchor.pem',
    ...(args.client ? [`--cert ${args.client}-fullchain.pem`, `--key ${args.client}.key`] : []),
    `https://${args.host}/`,
  ];
  return options.join(' \\\n  ');
}

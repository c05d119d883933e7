/** What a failed probe means and what to do, without an octet of what the server said. */
import type { RemoteFailure, RemoteProtocol, RemoteQuestion } from '../domain/remote.ts';

type Alert = { readonly code: number; readonly name: string } | null;
interface Told {
  readonly verdict: string;
  readonly fix: string;
}

const NAMES: Readonly<Record<RemoteProtocol, string>> = {
  tls: 'TLS',
  smtp: 'SMTP',
  imap: 'IMAP',
  pop3: 'POP3',
  ftp: 'FTP',
  ldap: 'LDAP',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
};

export const REMOTE_WORDS: Readonly<Record<RemoteFailure, (question: RemoteQuestion, alert: Alert) => Told>> = {
  port: ({ port }) => ({
    verdict: `Port ${port} is not one of those that are asked from here.`,
    fix: 'Add it to COUNTERSIGN_PROBE_PORTS when a service of yours listens there.',
  }),
  name: ({ host }) => ({
    verdict: `The name ${host} was not found.`,
    fix: 'Correct the name, or the DNS of the machine that Countersign runs on.',
  }),
  // One sentence for every address that is refused: it must not tell what is there. SRF-01
  address: ({ host }) => ({
    verdict: `${host} leads to an address that is never asked from here.`,
    fix: 'This machine, its own link and the addresses where clouds keep credentials are refused, and networks by the settings COUNTERSIGN_PROBE_ALLOW, COUNTERSIGN_PROBE_DENY and COUNTERSIGN_PROBE_LOOPBACK.',
  }),
  refused: ({ host, port }) => ({
    verdict: `Nothing listens on ${host}, port ${port}: the connection was refused.`,
    fix: 'Start the server, or correct the port.',
  }),
  unreachable: ({ host }) => ({
    verdict: `There is no way to ${host} from here.`,
    fix: 'Look at the routes and the firewall of the machine that Countersign runs on.',
  }),
  timeout: ({ host, port }) => ({
    verdict: `${host} did not take the connection to port ${port} in 5 seconds.`,
    fix: 'The machine is off, or a firewall drops the packets. Try from a machine nearer to it.',
  }),
  slow: ({ host }) => ({
    verdict: `${host} took the connection and did not finish the handshake in time.`,
    fix: 'The service may want to speak before TLS begins (choose its protocol), or hangs.',
  }),
  'not-tls': ({ protocol, host, port }) => ({
    verdict: `What ${host} answered on port ${port} is no TLS.`,
    fix:
      protocol === 'tls'
        ? 'A plain service listens there. Choose its protocol if it changes to TLS on request (STARTTLS), or turn TLS on.'
        : 'It agreed to change to TLS and then did not. Look into its log.',
  }),
  'no-starttls': ({ protocol, host, port }) => ({
    verdict: `${host} does not change to TLS as ${NAMES[protocol]} on port ${port}.`,
    fix: `Turn STARTTLS on there, or choose "TLS at once" when the port speaks TLS from its first octet. Another protocol than ${NAMES[protocol]} may be listening.`,
  }),
  closed: (question) => ({
    verdict: 'The server closed the connection during the handshake, without an alert.',
    fix:
      question.client === null
        ? 'It may want a client certificate or another server name: choose one. A proxy that finds no server behind it does the same.'
        : 'It may not accept this client certificate. Look into its log.',
  }),
  'too-large': () => ({
    verdict: 'The server sent more than 256 KiB in its handshake; the probe stopped there.',
    fix: 'A handshake has a few kilobytes. Look at how many certificates it is configured to send.',
  }),
  handshake: (question, alert) =>
    alert === null
      ? {
          verdict: 'What the server sent is not a handshake that TLS takes.',
          fix: 'Paste the error of another client into "Explain an error", or look into the log of the server.',
        }
      : {
          verdict: `The server ended the handshake with the alert ${alert.name}.`,
          fix: fixOfAlert(alert.name, question),
        },
};

function fixOfAlert(name: string, { client, serverName, alpn }: RemoteQuestion): string {
  if (name === 'certificate_required' || (name === 'handshake_failure' && client === null))
    return 'It wants a client certificate: choose one of those whose key is held here.';
  if (name === 'unrecognized_name')
    return `It serves no ${serverName ?? 'server without a name'}: correct the server name.`;
  if (name === 'no_application_protocol') return `It speaks none of ${alpn.join(', ')}: correct the protocols.`;
  if (name === 'protocol_version') return 'It takes neither TLS 1.2 nor TLS 1.3. Update its software.';
  if (/certificate|unknown_ca|access_denied/.test(name))
    return client === null
      ? 'It does not accept the client. Choose a client certificate.'
      : 'It does not accept this client certificate: look at which authorities it names, at the dates and the usage, and send the chain.';
  return 'Look into the log of the server.';
}

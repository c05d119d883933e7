import { openvpnWord } from '../quote.ts';
import {
  commands,
  configuration,
  ownOf,
  placeServerFiles,
  refreshServer,
  type Software,
  serverChecksLists,
  serverWords,
} from '../snippet.ts';

const DIRECTORY = '/etc/openvpn/server/tls';

/** OpenVPN 2.5 and later; https://openvpn.net/community-resources/reference-manual-for-openvpn-2-6/ */
export const openvpn: Software = {
  id: 'openvpn',
  side: 'server',
  label: 'OpenVPN',
  family: 'openvpn',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => openvpnWord(`${DIRECTORY}/${name}`);
    return {
      files: [
        placeServerFiles(
          { ...facts, mutual: true },
          { directory: DIRECTORY, key: { owner: 'root', group: 'root', mode: '0600' } },
          lists,
        ),
        configuration(
          '/etc/openvpn/server/server.conf',
          'settings',
          'port 1194',
          'proto udp',
          'dev tun',
          'topology subnet',
          'server 10.8.0.0 255.255.255.0',
          'keepalive 10 60',
          'dh none',
          'tls-version-min 1.2',
          `ca ${file(facts.anchor)}`,
          `cert ${file(own.fullChain)}`,
          `key ${file(own.key)}`,
          facts.mutual
            ? ['# Only certificates that are meant for clients.', 'remote-cert-tls client']
            : [
                '# Clients present no certificate: they need a name and a password, which a program of yours checks.',
                'verify-client-cert none',
                'username-as-common-name',
                'script-security 2',
                'auth-user-pass-verify /etc/openvpn/server/check-password via-file',
              ],
          lists && ['# Read again when it changes.', `crl-verify ${file(facts.crls)}`],
        ),
        ...(lists ? [refreshServer(facts, DIRECTORY, ['# OpenVPN reads the file again at the next connection.'])] : []),
        commands('try', 'systemctl restart openvpn-server@server', 'systemctl status openvpn-server@server'),
      ],
      ...serverWords(facts, { lists }),
    };
  },
};

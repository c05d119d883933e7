import { openvpnWord } from '../quote.ts';
import {
  clientWords,
  commands,
  configuration,
  hostOf,
  prepareClient,
  refreshClient,
  type Software,
} from '../snippet.ts';

/** OpenVPN 2.5 and later. The name that is compared is the certificate's common name. */
export const openvpnClient: Software = {
  id: 'openvpn-client',
  side: 'client',
  label: 'OpenVPN',
  family: 'openvpn',
  render: (facts) => {
    const lists = facts.revocation;
    return {
      files: [
        ...prepareClient(facts, [], lists),
        configuration(
          'client.conf',
          'settings',
          'client',
          'dev tun',
          `remote ${openvpnWord(hostOf(facts))} 1194 udp`,
          'nobind',
          'persist-key',
          'persist-tun',
          'tls-version-min 1.2',
          `ca ${openvpnWord(facts.anchor)}`,
          facts.own
            ? [`cert ${openvpnWord(facts.own.fullChain)}`, `key ${openvpnWord(facts.own.key)}`]
            : ['# Asks for a name and a password.', 'auth-user-pass'],
          '# Only a certificate that is meant for servers, and this one by its name.',
          'remote-cert-tls server',
          `verify-x509-name ${openvpnWord(facts.serverName)} name`,
          lists && `crl-verify ${openvpnWord(facts.crls)}`,
        ),
        commands('try', '# As root, in this folder.', 'openvpn --config client.conf'),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};

import { apacheWord } from '../quote.ts';
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
import { tryWithCurl } from './try-with-curl.ts';

const DIRECTORY = '/etc/apache2/tls';

/** Apache httpd 2.4.37 and later; https://httpd.apache.org/docs/2.4/mod/mod_ssl.html */
export const apache: Software = {
  id: 'apache',
  side: 'server',
  label: 'Apache httpd',
  family: 'http',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => apacheWord(`${DIRECTORY}/${name}`);
    // ServerName takes neither a wildcard nor an address in brackets; ServerAlias takes both.
    const [first, ...others] = facts.hosts.map((host) => (host.includes(':') ? `[${host}]` : host));
    const name = first?.replace(/^\*\./, 'www.') ?? 'localhost';
    const aliases = [...(first?.startsWith('*.') ? [first] : []), ...others];
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'root', group: 'root', mode: '0600' } }, lists),
        configuration(
          `/etc/apache2/sites-available/${own.base}.conf`,
          'settings',
          '<VirtualHost *:443>',
          `    ServerName ${apacheWord(name)}`,
          aliases.length > 0 && `    ServerAlias ${aliases.map(apacheWord).join(' ')}`,
          '    DocumentRoot /var/www/html',
          '',
          "    # This server's certificate, followed by its issuing authorities, and its key.",
          '    SSLEngine on',
          `    SSLCertificateFile    ${file(own.fullChain)}`,
          `    SSLCertificateKeyFile ${file(own.key)}`,
          '    SSLProtocol -all +TLSv1.2 +TLSv1.3',
          facts.mutual && [
            '',
            '    # Only clients with a certificate below this root.',
            `    SSLCACertificateFile    ${file(facts.anchor)}`,
            '    SSLVerifyClient         require',
            '    SSLVerifyDepth          3',
          ],
          lists && [
            '    # Every authority of the path needs a current list.',
            `    SSLCARevocationFile     ${file(facts.crls)}`,
            '    SSLCARevocationCheck    chain',
          ],
          '</VirtualHost>',
        ),
        commands('users', `a2enmod ssl && a2ensite ${own.base} && apachectl configtest && systemctl reload apache2`),
        ...(lists ? [refreshServer(facts, DIRECTORY, ['apachectl configtest', 'systemctl reload apache2'])] : []),
        commands('try', 'apachectl configtest', tryWithCurl(facts)),
      ],
      ...serverWords(facts, { lists }),
    };
  },
};

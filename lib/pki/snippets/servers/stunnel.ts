import { restOfLine } from '../quote.ts';
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

const DIRECTORY = '/etc/stunnel/tls';

/** stunnel 5; https://www.stunnel.org/static/stunnel.html */
export const stunnel: Software = {
  id: 'stunnel',
  side: 'server',
  label: 'stunnel',
  family: 'tcp',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => restOfLine(`${DIRECTORY}/${name}`);
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'root', group: 'root', mode: '0600' } }, lists),
        configuration(
          `/etc/stunnel/${own.base}.conf`,
          'settings',
          `[${own.base}]`,
          'accept = 443',
          '; Your service behind it.',
          'connect = 127.0.0.1:8080',
          `cert = ${file(own.fullChain)}`,
          `key = ${file(own.key)}`,
          'sslVersionMin = TLSv1.2',
          facts.mutual && [
            '; Only clients with a certificate below this root.',
            `CAfile = ${file(facts.anchor)}`,
            'verifyChain = yes',
            'requireCert = yes',
          ],
          lists && ['; Every authority of the path needs a current list.', `CRLfile = ${file(facts.crls)}`],
        ),
        ...(lists ? [refreshServer(facts, DIRECTORY, ['systemctl reload stunnel4'])] : []),
        commands('try', 'systemctl restart stunnel4', tryWithCurl(facts)),
      ],
      ...serverWords(facts, { lists }),
    };
  },
};

import { caddyWord } from '../quote.ts';
import {
  commands,
  configuration,
  neverLooks,
  ownOf,
  placeServerFiles,
  type Software,
  serverWords,
} from '../snippet.ts';
import { tryWithCurl } from './try-with-curl.ts';

const DIRECTORY = '/etc/caddy/tls';

/** Caddy 2.6 and later, which has no setting for revocation lists; https://caddyserver.com/docs/caddyfile/directives/tls */
export const caddy: Software = {
  id: 'caddy',
  side: 'server',
  label: 'Caddy',
  family: 'http',
  render: (facts) => {
    const own = ownOf(facts);
    const file = (name: string) => caddyWord(`${DIRECTORY}/${name}`);
    const sites = (facts.hosts.length > 0 ? facts.hosts : ['localhost']).map((host) =>
      caddyWord(`https://${host.includes(':') ? `[${host}]` : host}`),
    );
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'root', group: 'caddy', mode: '0640' } }, false),
        configuration(
          '/etc/caddy/Caddyfile',
          'settings',
          `${sites.join(', ')} {`,
          `\ttls ${file(own.fullChain)} ${file(own.key)} {`,
          facts.mutual && [
            '\t\t# Only clients with a certificate below this root.',
            '\t\tclient_auth {',
            '\t\t\tmode require_and_verify',
            `\t\t\ttrusted_ca_cert_file ${file(facts.anchor)}`,
            '\t\t}',
          ],
          '\t}',
          '\trespond "hello"',
          '}',
        ),
        commands('users', 'caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy'),
        commands('try', 'caddy validate --config /etc/caddy/Caddyfile', tryWithCurl(facts)),
      ],
      ...serverWords(facts, { lists: false, notChecked: facts.mutual ? [neverLooks('Caddy', 'client')] : [] }),
    };
  },
};

import { nginxWord } from '../quote.ts';
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

const DIRECTORY = '/etc/nginx/tls';

/** nginx 1.19.4 and later; https://nginx.org/en/docs/http/ngx_http_ssl_module.html */
export const nginx: Software = {
  id: 'nginx',
  side: 'server',
  label: 'nginx',
  family: 'http',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => nginxWord(`${DIRECTORY}/${name}`);
    const names = facts.hosts.map((host) => nginxWord(host.includes(':') ? `[${host}]` : host));
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'root', group: 'root', mode: '0600' } }, lists),
        configuration(
          `/etc/nginx/conf.d/${own.base}.conf`,
          'nginx',
          'server {',
          '    listen 443 ssl;',
          `    server_name ${names.join(' ') || '_'};`,
          '',
          "    # This server's certificate, followed by its issuing authorities, and its key.",
          `    ssl_certificate     ${file(own.fullChain)};`,
          `    ssl_certificate_key ${file(own.key)};`,
          '    ssl_protocols       TLSv1.2 TLSv1.3;',
          facts.mutual && [
            '',
            lists
              ? '    # Only clients with a certificate below this root, checked against the revocation lists.'
              : '    # Only clients with a certificate below this root.',
            `    ssl_client_certificate ${file(facts.anchor)};`,
            '    ssl_verify_client      on;',
            '    ssl_verify_depth       3;',
          ],
          lists && `    ssl_crl                ${file(facts.crls)};`,
          '',
          '    location / {',
          facts.mutual && '        add_header X-Client-Subject $ssl_client_s_dn;',
          '        return 200 "hello\\n";',
          '    }',
          '}',
        ),
        ...(lists ? [refreshServer(facts, DIRECTORY, ['nginx -t', 'systemctl reload nginx'])] : []),
        commands('try', 'nginx -t', tryWithCurl(facts)),
      ],
      ...serverWords(facts, {
        lists,
        notChecked: ['Refusals are an answer 400 with a page, not an end of the handshake.'],
      }),
    };
  },
};

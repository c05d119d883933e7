import { haproxyWord, shellWord } from '../quote.ts';
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

const DIRECTORY = '/etc/haproxy/tls';

/** HAProxy 2.4 and later; https://docs.haproxy.org/2.6/configuration.html#5.1 */
export const haproxy: Software = {
  id: 'haproxy',
  side: 'server',
  label: 'HAProxy',
  family: 'http',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const combined = `${own.base}-haproxy.pem`;
    const bind = [
      `bind :443 ssl crt ${haproxyWord(`${DIRECTORY}/${combined}`)} ssl-min-ver TLSv1.2 alpn h2,http/1.1`,
      ...(facts.mutual ? [`ca-file ${haproxyWord(`${DIRECTORY}/${facts.anchor}`)} verify required`] : []),
      ...(lists ? [`crl-file ${haproxyWord(`${DIRECTORY}/${facts.crls}`)}`] : []),
    ];
    return {
      files: [
        placeServerFiles(
          facts,
          {
            directory: DIRECTORY,
            key: { owner: 'root', group: 'root', mode: '0600' },
            withoutKey: true,
            more: [
              '# HAProxy reads certificate, issuing authorities and key from one file.',
              `(umask 077 && cat ${shellWord(own.fullChain)} ${shellWord(own.key)} > ${DIRECTORY}/${combined})`,
            ],
          },
          lists,
        ),
        configuration(
          '/etc/haproxy/haproxy.cfg',
          'settings',
          '# At the end of the file, below global and defaults.',
          `frontend ${own.base}`,
          '    mode http',
          `    ${bind.join(' ')}`,
          facts.mutual && '    http-request set-header X-Client-CN %{+Q}[ssl_c_s_dn(cn)]',
          !facts.mutual && '    http-request del-header X-Client-CN',
          `    default_backend ${own.base}-app`,
          '',
          `backend ${own.base}-app`,
          '    mode http',
          '    # Your application behind it.',
          '    server app 127.0.0.1:8080',
        ),
        ...(lists
          ? [refreshServer(facts, DIRECTORY, ['haproxy -c -f /etc/haproxy/haproxy.cfg', 'systemctl reload haproxy'])]
          : []),
        commands('try', 'haproxy -c -f /etc/haproxy/haproxy.cfg', tryWithCurl(facts)),
      ],
      ...serverWords(facts, { lists }),
    };
  },
};

import { shellWord } from '../quote.ts';
import {
  commands,
  configuration,
  hostOf,
  neverLooks,
  ownOf,
  placeServerFiles,
  type Software,
  serverWords,
} from '../snippet.ts';

const DIRECTORY = '/etc/redis/tls';

/** Redis 6 and later, Valkey; https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/ */
export const redis: Software = {
  id: 'redis',
  side: 'server',
  label: 'Redis',
  family: 'redis',
  render: (facts) => {
    const own = ownOf(facts);
    const file = (name: string) => `${DIRECTORY}/${name}`;
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'redis', group: 'redis', mode: '0600' } }, false),
        configuration(
          '/etc/redis/tls.conf',
          'settings',
          '# Named at the end of redis.conf: include /etc/redis/tls.conf',
          '# Nothing without TLS.',
          'port 0',
          'tls-port 6379',
          `tls-cert-file ${file(own.fullChain)}`,
          `tls-key-file ${file(own.key)}`,
          'tls-protocols "TLSv1.2 TLSv1.3"',
          facts.mutual
            ? [
                '# Only clients with a certificate below this root.',
                `tls-ca-cert-file ${file(facts.anchor)}`,
                'tls-auth-clients yes',
              ]
            : ['tls-auth-clients no'],
        ),
        commands(
          'try',
          'systemctl restart redis-server',
          facts.mutual && '# Without a certificate this must be refused.',
          `redis-cli --tls --cacert ${shellWord(facts.anchor)} -h ${shellWord(hostOf(facts))} PING`,
        ),
      ],
      ...serverWords(facts, {
        lists: false,
        notChecked: facts.mutual
          ? [
              neverLooks('Redis', 'client'),
              'Who the client is: any certificate below the root is let in as the default user. Give users passwords with ACL SETUSER.',
            ]
          : [],
      }),
    };
  },
};

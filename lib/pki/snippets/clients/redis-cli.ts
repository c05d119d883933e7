import { shellWord } from '../quote.ts';
import { clientWords, commands, hostOf, neverLooks, prepareClient, type Software } from '../snippet.ts';

/** redis-cli 6 and later, which compares no name; https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/ */
export const redisCli: Software = {
  id: 'redis-cli',
  side: 'client',
  label: 'redis-cli',
  family: 'redis',
  render: (facts) => ({
    files: [
      ...prepareClient(facts, [], false),
      commands(
        'try',
        [
          `redis-cli -h ${shellWord(hostOf(facts))} -p 6379`,
          `--tls --cacert ${shellWord(facts.anchor)}`,
          ...(facts.own ? [`--cert ${shellWord(facts.own.fullChain)} --key ${shellWord(facts.own.key)}`] : []),
          'PING',
        ].join(' \\\n  '),
      ),
    ],
    ...clientWords(facts, {
      lists: false,
      name: false,
      notChecked: [
        neverLooks('redis-cli', 'server'),
        'The name: any server with a certificate below the root is taken for this one. Libraries for your language compare it; look at their settings.',
      ],
    }),
  }),
};

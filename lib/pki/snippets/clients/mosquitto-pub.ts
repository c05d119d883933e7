import { shellWord } from '../quote.ts';
import { clientWords, commands, hostOf, neverLooks, prepareClient, type Software } from '../snippet.ts';

/** mosquitto_pub and mosquitto_sub 2.0; https://mosquitto.org/man/mosquitto_pub-1.html */
export const mosquittoPub: Software = {
  id: 'mosquitto-pub',
  side: 'client',
  label: 'mosquitto_pub',
  family: 'mqtt',
  render: (facts) => ({
    files: [
      ...prepareClient(facts, [], false),
      commands(
        'try',
        [
          `mosquitto_pub -h ${shellWord(hostOf(facts))} -p 8883`,
          `--cafile ${shellWord(facts.anchor)}`,
          ...(facts.own ? [`--cert ${shellWord(facts.own.fullChain)} --key ${shellWord(facts.own.key)}`] : []),
          '-q 1 -t test -m hello',
        ].join(' \\\n  '),
      ),
    ],
    ...clientWords(facts, {
      lists: false,
      notChecked: [neverLooks('mosquitto_pub', 'server')],
    }),
  }),
};

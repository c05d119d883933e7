import { shellWord } from '../quote.ts';
import { clientWords, commands, prepareClient, type Software, urlHostOf } from '../snippet.ts';

/** GNU Wget 1.16 and later; its `--crl-file` takes lists of trusted authorities only, so a list of an issuing one does not load. */
export const wget: Software = {
  id: 'wget',
  side: 'client',
  label: 'wget',
  family: 'http',
  render: (facts) => ({
    files: [
      ...prepareClient(facts, [], false),
      commands(
        'try',
        [
          'wget -O -',
          `--ca-certificate=${shellWord(facts.anchor)}`,
          ...(facts.own
            ? [`--certificate=${shellWord(facts.own.fullChain)}`, `--private-key=${shellWord(facts.own.key)}`]
            : []),
          shellWord(`https://${urlHostOf(facts)}/`),
        ].join(' \\\n  '),
      ),
    ],
    ...clientWords(facts, { lists: false, notChecked: [] }),
  }),
};

import { shellWord } from '../quote.ts';
import { clientWords, commands, prepareClient, type Software, urlHostOf } from '../snippet.ts';

/** GNU Wget 1.16 and later; https://www.gnu.org/software/wget/manual/html_node/HTTPS-_0028SSL_002fTLS_0029-Options.html. */
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
    ...clientWords(facts, {
      lists: false,
      notChecked: [
        'Revocation: this call does not look at it, and a revoked server is accepted until its certificate ends. Take curl where that matters.',
      ],
    }),
  }),
};

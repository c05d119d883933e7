import { shellWord } from '../quote.ts';
import { clientWords, commands, prepareClient, refreshClient, type Software, urlHostOf } from '../snippet.ts';

/** curl 7.52 and later; https://curl.se/docs/manpage.html#--crlfile (OpenSSL and GnuTLS builds) */
export const curl: Software = {
  id: 'curl',
  side: 'client',
  label: 'curl',
  family: 'http',
  render: (facts) => {
    const lists = facts.revocation;
    const options = [
      'curl',
      `--cacert ${shellWord(facts.anchor)}`,
      ...(lists ? [`--crlfile ${shellWord(facts.crls)}`] : []),
      ...(facts.own ? [`--cert ${shellWord(facts.own.fullChain)}`, `--key ${shellWord(facts.own.key)}`] : []),
      shellWord(`https://${urlHostOf(facts)}/`),
    ];
    return {
      files: [
        ...prepareClient(facts, [], lists),
        commands('try', options.join(' \\\n  ')),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, {
        lists,
        notChecked: lists ? ['Builds of curl with Schannel or Secure Transport do not know --crlfile.'] : [],
      }),
    };
  },
};

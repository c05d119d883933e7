import { shellWord } from '../quote.ts';
import { ownOf, type SnippetFacts, urlHostOf } from '../snippet.ts';

/** From the server itself, where no client's files are: whoever asks for certificates must refuse this call. */
export function tryWithCurl(facts: SnippetFacts): string[] {
  const own = ownOf(facts);
  return [
    facts.mutual
      ? '# Without a certificate this must be refused; with those of the client it works.'
      : '# On the server, in the folder where the files were unpacked.',
    `curl --cacert ${shellWord(facts.anchor)} ${shellWord(`https://${urlHostOf(facts)}/`)}`,
    '# What it sends and how long that is good:',
    `openssl x509 -noout -subject -enddate -in ${shellWord(own.fullChain)}`,
  ];
}

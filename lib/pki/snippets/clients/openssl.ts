import { shellWord } from '../quote.ts';
import { clientWords, commands, hostOf, prepareClient, refreshClient, type Software, urlHostOf } from '../snippet.ts';

/** OpenSSL 1.1.1 and later; https://docs.openssl.org/3.0/man1/openssl-s_client/ */
export const openssl: Software = {
  id: 'openssl',
  side: 'client',
  label: 'openssl s_client',
  family: 'http',
  render: (facts) => {
    const lists = facts.revocation;
    const trust = lists ? 'trust-with-crls.pem' : facts.anchor;
    const together = `cat ${shellWord(facts.anchor)} ${shellWord(facts.crls)} > ${trust}`;
    const host = hostOf(facts);
    const isAddress = host.includes(':') || /^[\d.]+$/.test(host);
    const options = [
      `openssl s_client -connect ${shellWord(`${urlHostOf(facts)}:443`)}`,
      isAddress
        ? `-verify_ip ${shellWord(host)}`
        : `-servername ${shellWord(host)} -verify_hostname ${shellWord(host)}`,
      `-CAfile ${shellWord(trust)} -verify_return_error`,
      ...(lists ? ['-crl_check_all'] : []),
      ...(facts.own
        ? [
            `-cert ${shellWord(facts.own.fullChain)} -cert_chain ${shellWord(facts.own.fullChain)}`,
            `-key ${shellWord(facts.own.key)}`,
          ]
        : []),
    ];
    return {
      files: [
        ...prepareClient(
          facts,
          lists ? ['# -CRL reads one list only; -CAfile reads all of them.', together] : [],
          lists,
        ),
        commands('try', '# Type a request, or Q to end.', `${options.join(' \\\n  ')} -no-CApath -no-CAstore`),
        ...(lists ? [refreshClient(facts, [together])] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};

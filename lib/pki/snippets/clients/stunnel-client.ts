import { restOfLine, shellWord } from '../quote.ts';
import {
  clientWords,
  commands,
  configuration,
  hostOf,
  prepareClient,
  refreshClient,
  type Software,
  urlHostOf,
} from '../snippet.ts';

/** stunnel 5 as the client's end, for programs that speak no TLS; https://www.stunnel.org/static/stunnel.html */
export const stunnelClient: Software = {
  id: 'stunnel-client',
  side: 'client',
  label: 'stunnel',
  family: 'tcp',
  render: (facts) => {
    const lists = facts.revocation;
    const host = hostOf(facts);
    const isAddress = host.includes(':') || /^[\d.]+$/.test(host);
    return {
      files: [
        ...prepareClient(facts, [], lists),
        configuration(
          'stunnel-client.conf',
          'settings',
          'foreground = yes',
          'pid =',
          '[service]',
          'client = yes',
          '; Where your program connects to, in the clear, on this machine only.',
          'accept = 127.0.0.1:8443',
          `connect = ${restOfLine(`${urlHostOf(facts)}:443`)}`,
          `CAfile = ${restOfLine(facts.anchor)}`,
          'verifyChain = yes',
          `${isAddress ? 'checkIP' : 'checkHost'} = ${restOfLine(host)}`,
          facts.own && [`cert = ${restOfLine(facts.own.fullChain)}`, `key = ${restOfLine(facts.own.key)}`],
          lists && ['; Every authority of the path needs a current list.', `CRLfile = ${restOfLine(facts.crls)}`],
        ),
        commands('try', `stunnel ${shellWord('stunnel-client.conf')}`),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};

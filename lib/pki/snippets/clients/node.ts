import { jsonString } from '../quote.ts';
import {
  clientWords,
  commands,
  configuration,
  hostOf,
  prepareClient,
  refreshClient,
  type Software,
} from '../snippet.ts';

/** Node.js 18 and later; https://nodejs.org/api/tls.html#tlscreatesecurecontextoptions */
export const node: Software = {
  id: 'node',
  side: 'client',
  label: 'Node.js',
  family: 'http',
  render: (facts) => {
    const lists = facts.revocation;
    return {
      files: [
        ...prepareClient(facts, [], lists),
        configuration(
          'client.mjs',
          'code',
          "import { readFileSync } from 'node:fs';",
          "import { get } from 'node:https';",
          '',
          'const options = {',
          `  host: ${jsonString(hostOf(facts))},`,
          '  port: 443,',
          "  path: '/',",
          '  // Only this root, in place of those that Node brings along.',
          `  ca: readFileSync(${jsonString(facts.anchor)}),`,
          lists && [
            '  // Node reads one list from each buffer, and wants one of every authority in the path.',
            `  crl: readFileSync(${jsonString(facts.crls)}, 'utf8').match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g),`,
          ],
          facts.own && [
            `  cert: readFileSync(${jsonString(facts.own.fullChain)}),`,
            `  key: readFileSync(${jsonString(facts.own.key)}),`,
          ],
          '};',
          'get(options, (response) => {',
          '  console.log(response.statusCode);',
          '  response.pipe(process.stdout);',
          "}).on('error', (error) => {",
          '  console.error(error.message);',
          '  process.exitCode = 1;',
          '});',
        ),
        commands('try', 'node client.mjs'),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};

import { jsonString } from '../quote.ts';
import {
  commands,
  configuration,
  neverLooks,
  ownOf,
  placeServerFiles,
  type Software,
  serverWords,
} from '../snippet.ts';
import { tryWithCurl } from './try-with-curl.ts';

const DIRECTORY = '/etc/traefik/tls';

/** Traefik 3, file provider; https://doc.traefik.io/traefik/https/tls/ */
export const traefik: Software = {
  id: 'traefik',
  side: 'server',
  label: 'Traefik',
  family: 'http',
  render: (facts) => {
    const own = ownOf(facts);
    const file = (name: string) => jsonString(`${DIRECTORY}/${name}`);
    const rule = facts.hosts
      .map((host) =>
        host.startsWith('*.')
          ? `HostRegexp(\`^[^.]+${host.slice(1).replaceAll('.', '[.]')}$\`)`
          : `Host(\`${host.includes(':') ? `[${host}]` : host}\`)`,
      )
      .join(' || ');
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'root', group: 'root', mode: '0600' } }, false),
        configuration(
          `/etc/traefik/dynamic/${own.base}.yaml`,
          'yaml',
          'tls:',
          '  certificates:',
          `    - certFile: ${file(own.fullChain)}`,
          `      keyFile: ${file(own.key)}`,
          '  options:',
          `    ${jsonString(own.base)}:`,
          '      minVersion: VersionTLS12',
          facts.mutual && [
            '      # Only clients with a certificate below this root.',
            '      clientAuth:',
            '        caFiles:',
            `          - ${file(facts.anchor)}`,
            '        clientAuthType: RequireAndVerifyClientCert',
          ],
          'http:',
          '  routers:',
          `    ${jsonString(own.base)}:`,
          `      rule: ${jsonString(rule || 'PathPrefix(`/`)')}`,
          '      entryPoints: [websecure]',
          `      service: ${jsonString(own.base)}`,
          '      tls:',
          `        options: ${jsonString(own.base)}`,
          '  services:',
          `    ${jsonString(own.base)}:`,
          '      loadBalancer:',
          '        servers:',
          '          - url: "http://127.0.0.1:8080"',
        ),
        configuration(
          '/etc/traefik/traefik.yaml',
          'yaml',
          'entryPoints:',
          '  websecure:',
          '    address: ":443"',
          'providers:',
          '  file:',
          '    directory: "/etc/traefik/dynamic"',
        ),
        commands('try', tryWithCurl(facts)),
      ],
      ...serverWords(facts, { lists: false, notChecked: facts.mutual ? [neverLooks('Traefik', 'client')] : [] }),
    };
  },
};

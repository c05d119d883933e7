import { PkiError } from '../../types.ts';
import { jsonString, shellWord } from '../quote.ts';
import {
  commands,
  configuration,
  fetchLists,
  ownOf,
  type SnippetFacts,
  type Software,
  serverChecksLists,
  serverWords,
} from '../snippet.ts';

/** Names of objects: RFC 1123 labels of at most 63 letters; the stems are made of their letters already, but for dots. */
export const objectName = (base: string): string => base.replaceAll('.', '-').slice(0, 50).replace(/-+$/, '');

/** An ingress is chosen by a DNS name, never by an address. A wildcard is written as it is. */
function dnsNameOf({ hosts }: SnippetFacts): string {
  const name = hosts.find((host) => /[a-z]/i.test(host) && !host.includes(':'));
  if (name === undefined)
    throw new PkiError(
      'unsupported',
      'An ingress is chosen by a DNS name, and this certificate has none. Issue one with the name that clients call.',
    );
  return name;
}

/** ingress-nginx; https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#client-certificate-authentication */
export const kubernetes: Software = {
  id: 'kubernetes',
  side: 'server',
  label: 'Kubernetes ingress',
  family: 'http',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const name = objectName(own.base);
    const host = dnsNameOf(facts);
    const clients = (change: string) =>
      `kubectl create secret generic ${name}-clients --from-file=ca.crt=${shellWord(facts.anchor)}${lists ? ` --from-file=ca.crl=${shellWord(facts.crls)}` : ''}${change}`;
    return {
      files: [
        commands(
          'prepare',
          '# In the folder where the files were unpacked.',
          lists && facts.fetchFirst && fetchLists(facts, facts.crls),
          `kubectl create secret tls ${name}-tls --cert=${shellWord(own.fullChain)} --key=${shellWord(own.key)}`,
          facts.mutual && clients(''),
        ),
        configuration(
          `${name}-ingress.yaml`,
          'yaml',
          'apiVersion: networking.k8s.io/v1',
          'kind: Ingress',
          'metadata:',
          `  name: ${jsonString(name)}`,
          facts.mutual && [
            '  annotations:',
            '    # Only clients with a certificate below the root in this secret of the same namespace.',
            `    nginx.ingress.kubernetes.io/auth-tls-secret: ${jsonString(`default/${name}-clients`)}`,
            '    nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"',
            '    nginx.ingress.kubernetes.io/auth-tls-verify-depth: "3"',
          ],
          'spec:',
          '  ingressClassName: nginx',
          '  tls:',
          `    - secretName: ${jsonString(`${name}-tls`)}`,
          `      hosts: [${jsonString(host)}]`,
          '  rules:',
          `    - host: ${jsonString(host)}`,
          '      http:',
          '        paths:',
          '          - path: /',
          '            pathType: Prefix',
          '            backend: { service: { name: your-service, port: { number: 80 } } }',
        ),
        ...(lists
          ? [
              commands(
                'refresh',
                '# Every day: the lists end after a few days.',
                'set -e',
                fetchLists(facts, facts.crls),
                clients(' --dry-run=client -o yaml | kubectl apply -f -'),
              ),
            ]
          : []),
        commands('try', `kubectl describe ingress ${name}`),
      ],
      ...serverWords(facts, { lists }),
    };
  },
};

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { renderSnippet, SOFTWARE } from '../../lib/pki/snippets/catalogue.ts';
import type { SnippetFacts } from '../../lib/pki/snippets/snippet.ts';
import { missing } from '../support/snippets/record.ts';

/** What cannot be executed here is at least read by a parser of its form, and what stands in it is looked at. */
const hasYaml = (() => {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import yaml'], { stdio: 'ignore' });
    return true;
  } catch {
    return missing('python3-yaml', 'no YAML is parsed');
  }
})();

const FACTS: SnippetFacts = {
  own: { key: 'api.lan.key', fullChain: 'api.lan-fullchain.pem', base: 'api.lan' },
  anchor: 'trust-anchor.pem',
  crls: 'crls.pem',
  crlsUrl: 'http://pki.lan/crl/1-chain.pem',
  fetchFirst: false,
  mutual: true,
  revocation: true,
  hosts: ['api.lan', '*.corp.lan', 'fd00::1'],
  clientName: 'billing: {"x"} #1',
  serverName: 'api.lan',
};

/** Every YAML file of it, by name. */
function yamlOf(id: string, change: Partial<SnippetFacts> = {}): Record<string, never> {
  const software = SOFTWARE.find((one) => one.id === id);
  const outcome = software && renderSnippet(software, { ...FACTS, ...change });
  if (!outcome || 'refused' in outcome) throw new Error(`${id}: ${outcome?.refused}`);
  const texts = outcome.rendered.files.filter(({ language }) => language === 'yaml');
  return Object.fromEntries(
    texts.map(({ path, text }) => [
      path?.split('/').at(-1),
      JSON.parse(
        execFileSync(
          '/usr/bin/python3',
          ['-c', 'import sys,json,yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)'],
          {
            input: text,
            encoding: 'utf8',
          },
        ),
      ),
    ]),
  );
}

describe.skipIf(!hasYaml)('YAML', () => {
  it('of Traefik has the pair, who may come, and a rule for each name', () => {
    expect(yamlOf('traefik')['api.lan.yaml']).toMatchObject({
      tls: {
        certificates: [{ certFile: '/etc/traefik/tls/api.lan-fullchain.pem', keyFile: '/etc/traefik/tls/api.lan.key' }],
        options: {
          'api.lan': {
            clientAuth: {
              caFiles: ['/etc/traefik/tls/trust-anchor.pem'],
              clientAuthType: 'RequireAndVerifyClientCert',
            },
          },
        },
      },
      http: {
        routers: {
          'api.lan': { rule: 'Host(`api.lan`) || HostRegexp(`^[^.]+[.]corp[.]lan$`) || Host(`[fd00::1]`)' },
        },
      },
    });
    expect(JSON.stringify(yamlOf('traefik', { mutual: false }))).not.toContain('clientAuth');
  });

  it('of Envoy has the lists beside the root, and neither where nobody shows a certificate', () => {
    const tls = (change: Partial<SnippetFacts> = {}) =>
      (
        yamlOf('envoy', change)['envoy.yaml'] as unknown as {
          static_resources: { listeners: { filter_chains: { transport_socket: { typed_config: unknown } }[] }[] };
        }
      ).static_resources.listeners[0]?.filter_chains[0]?.transport_socket.typed_config;
    expect(tls()).toMatchObject({
      require_client_certificate: true,
      common_tls_context: {
        tls_certificates: [
          {
            certificate_chain: { filename: '/etc/envoy/tls/api.lan-fullchain.pem' },
            private_key: { filename: '/etc/envoy/tls/api.lan.key' },
          },
        ],
        validation_context: {
          trusted_ca: { filename: '/etc/envoy/tls/trust-anchor.pem' },
          crl: { filename: '/etc/envoy/tls/crls.pem' },
        },
      },
    });
    expect(JSON.stringify(tls({ revocation: false }))).not.toContain('crl');
    expect(JSON.stringify(tls({ mutual: false }))).not.toContain('validation_context');
  });

  it('of Kubernetes has names of objects that it takes, and annotations that are text', () => {
    const ingress = yamlOf('kubernetes')['api-lan-ingress.yaml'];
    expect(ingress).toMatchObject({
      kind: 'Ingress',
      metadata: {
        name: 'api-lan',
        annotations: {
          'nginx.ingress.kubernetes.io/auth-tls-secret': 'default/api-lan-clients',
          'nginx.ingress.kubernetes.io/auth-tls-verify-client': 'on',
          'nginx.ingress.kubernetes.io/auth-tls-verify-depth': '3',
        },
      },
      spec: { tls: [{ secretName: 'api-lan-tls', hosts: ['api.lan'] }], rules: [{ host: 'api.lan' }] },
    });
    const files = yamlOf('cert-manager');
    expect(files['bundle.yaml']).toMatchObject({ kind: 'Bundle', spec: { target: { configMap: { key: 'ca.crt' } } } });
    expect(files['pod.yaml']).toMatchObject({
      kind: 'Pod',
      spec: { volumes: [{}, { secret: { secretName: 'api-lan-tls', defaultMode: 256 } }] },
    });
  });
});

import { jsonString } from '../quote.ts';
import {
  commands,
  configuration,
  ownOf,
  placeServerFiles,
  refreshServer,
  type Software,
  serverChecksLists,
  serverWords,
} from '../snippet.ts';
import { tryWithCurl } from './try-with-curl.ts';

const DIRECTORY = '/etc/envoy/tls';
const EXTENSIONS = 'type.googleapis.com/envoy.extensions';

/** Envoy 1.22 and later, static bootstrap; `CertificateValidationContext.crl` wants the list of every authority in the path. */
export const envoy: Software = {
  id: 'envoy',
  side: 'server',
  label: 'Envoy',
  family: 'http',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => `{ filename: ${jsonString(`${DIRECTORY}/${name}`)} }`;
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'envoy', group: 'envoy', mode: '0600' } }, lists),
        configuration(
          '/etc/envoy/envoy.yaml',
          'yaml',
          'static_resources:',
          '  listeners:',
          '    - name: https',
          '      address: { socket_address: { address: 0.0.0.0, port_value: 443 } }',
          '      filter_chains:',
          '        - transport_socket:',
          '            name: envoy.transport_sockets.tls',
          '            typed_config:',
          `              "@type": ${EXTENSIONS}.transport_sockets.tls.v3.DownstreamTlsContext`,
          facts.mutual && '              require_client_certificate: true',
          '              common_tls_context:',
          '                tls_params: { tls_minimum_protocol_version: TLSv1_2 }',
          '                tls_certificates:',
          `                  - certificate_chain: ${file(own.fullChain)}`,
          `                    private_key: ${file(own.key)}`,
          facts.mutual && [
            '                validation_context:',
            `                  trusted_ca: ${file(facts.anchor)}`,
          ],
          lists && `                  crl: ${file(facts.crls)}`,
          '          filters:',
          '            - name: envoy.filters.network.http_connection_manager',
          '              typed_config:',
          `                "@type": ${EXTENSIONS}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
          '                stat_prefix: https',
          facts.mutual && '                forward_client_cert_details: SANITIZE_SET',
          '                route_config:',
          '                  virtual_hosts:',
          '                    - name: app',
          '                      domains: ["*"]',
          '                      routes: [{ match: { prefix: "/" }, route: { cluster: app } }]',
          '                http_filters:',
          '                  - name: envoy.filters.http.router',
          `                    typed_config: { "@type": ${EXTENSIONS}.filters.http.router.v3.Router }`,
          '  clusters:',
          '    - name: app',
          '      type: STATIC',
          '      load_assignment:',
          '        cluster_name: app',
          '        endpoints:',
          '          - lb_endpoints:',
          '              - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: 8080 } } }',
        ),
        ...(lists
          ? [refreshServer(facts, DIRECTORY, ['# Envoy reads the list at its start.', 'systemctl restart envoy'])]
          : []),
        commands('try', 'envoy --mode validate -c /etc/envoy/envoy.yaml', tryWithCurl(facts)),
      ],
      ...serverWords(facts, { lists }),
    };
  },
};

import { jsonString, shellWord } from '../quote.ts';
import {
  commands,
  configuration,
  hostOf,
  ownOf,
  placeServerFiles,
  type Software,
  serverChecksLists,
  serverWords,
} from '../snippet.ts';

const DIRECTORY = '/etc/rabbitmq/tls';

/** RabbitMQ 3.8 and later; https://www.rabbitmq.com/docs/ssl, lists by Erlang's `ssl_crl_cache` */
export const rabbitmq: Software = {
  id: 'rabbitmq',
  side: 'server',
  label: 'RabbitMQ',
  family: 'amqp',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    return {
      files: [
        placeServerFiles(
          facts,
          { directory: DIRECTORY, key: { owner: 'rabbitmq', group: 'rabbitmq', mode: '0600' } },
          false,
        ),
        configuration(
          '/etc/rabbitmq/rabbitmq.conf',
          'settings',
          '# Nothing without TLS.',
          'listeners.tcp = none',
          'listeners.ssl.default = 5671',
          lists
            ? '# What ssl_options are stands in advanced.config, as only there lists can be named.'
            : [
                `ssl_options.certfile = ${DIRECTORY}/${own.fullChain}`,
                `ssl_options.keyfile = ${DIRECTORY}/${own.key}`,
                'ssl_options.versions.1 = tlsv1.3',
                'ssl_options.versions.2 = tlsv1.2',
              ],
          facts.mutual
            ? [
                '# Only clients with a certificate below this root; its common name is the user.',
                ...(lists
                  ? []
                  : [
                      `ssl_options.cacertfile = ${DIRECTORY}/${facts.anchor}`,
                      'ssl_options.verify = verify_peer',
                      'ssl_options.fail_if_no_peer_cert = true',
                      'ssl_options.depth = 3',
                    ]),
                'auth_mechanisms.1 = EXTERNAL',
                'ssl_cert_login_from = common_name',
              ]
            : ['ssl_options.verify = verify_none', 'ssl_options.fail_if_no_peer_cert = false'],
        ),
        ...(lists
          ? [
              configuration(
                '/etc/rabbitmq/advanced.config',
                'code',
                '%% The list is fetched from the address in the certificate that is looked at, by RabbitMQ itself.',
                '[{rabbit, [{ssl_options, [',
                `  {certfile, ${jsonString(`${DIRECTORY}/${own.fullChain}`)}},`,
                `  {keyfile, ${jsonString(`${DIRECTORY}/${own.key}`)}},`,
                `  {cacertfile, ${jsonString(`${DIRECTORY}/${facts.anchor}`)}},`,
                "  {versions, ['tlsv1.3', 'tlsv1.2']},",
                '  {verify, verify_peer},',
                '  {fail_if_no_peer_cert, true},',
                '  {depth, 3},',
                '  {crl_check, peer},',
                '  {crl_cache, {ssl_crl_cache, {internal, [{http, 5000}]}}}',
                ']}]}].',
              ),
            ]
          : []),
        ...(facts.mutual
          ? [
              commands(
                'users',
                'rabbitmq-plugins enable rabbitmq_auth_mechanism_ssl',
                'systemctl restart rabbitmq-server',
                '# The password is random and never used: the certificate is what counts.',
                `rabbitmqctl add_user -- ${shellWord(facts.clientName)} "$(openssl rand -hex 32)"`,
                `rabbitmqctl clear_password -- ${shellWord(facts.clientName)}`,
                `rabbitmqctl set_permissions -p / -- ${shellWord(facts.clientName)} '.*' '.*' '.*'`,
              ),
            ]
          : []),
        commands(
          'try',
          'rabbitmq-diagnostics listeners',
          `openssl s_client -connect ${shellWord(`${hostOf(facts)}:5671`)} -CAfile ${shellWord(facts.anchor)} -verify_return_error </dev/null`,
        ),
      ],
      ...serverWords(facts, { lists, path: 'leaf' }),
    };
  },
};

import { restOfLine, shellWord } from '../quote.ts';
import {
  commands,
  configuration,
  hostOf,
  ownOf,
  placeServerFiles,
  refreshServer,
  type Software,
  serverChecksLists,
  serverWords,
} from '../snippet.ts';

const DIRECTORY = '/etc/mosquitto/tls';

/** Mosquitto 2.0 and later; https://mosquitto.org/man/mosquitto-conf-5.html */
export const mosquitto: Software = {
  id: 'mosquitto',
  side: 'server',
  label: 'Mosquitto',
  family: 'mqtt',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => restOfLine(`${DIRECTORY}/${name}`);
    return {
      files: [
        placeServerFiles(
          facts,
          { directory: DIRECTORY, key: { owner: 'mosquitto', group: 'mosquitto', mode: '0600' } },
          lists,
        ),
        configuration(
          '/etc/mosquitto/conf.d/tls.conf',
          'settings',
          'listener 8883',
          `certfile ${file(own.fullChain)}`,
          `keyfile ${file(own.key)}`,
          'tls_version tlsv1.2',
          facts.mutual
            ? [
                '# Only clients with a certificate below this root; its common name is the user.',
                `cafile ${file(facts.anchor)}`,
                'require_certificate true',
                'use_identity_as_username true',
                'allow_anonymous false',
                'acl_file /etc/mosquitto/tls.acl',
              ]
            : ['# Users and passwords: made by mosquitto_passwd.', 'allow_anonymous true'],
          lists && `crlfile ${file(facts.crls)}`,
        ),
        ...(facts.mutual
          ? [
              configuration(
                '/etc/mosquitto/tls.acl',
                'settings',
                `user ${restOfLine(facts.clientName)}`,
                'topic readwrite #',
              ),
            ]
          : []),
        ...(lists
          ? [
              refreshServer(facts, DIRECTORY, [
                '# Mosquitto reads its lists at its start.',
                'systemctl restart mosquitto',
              ]),
            ]
          : []),
        commands(
          'try',
          'systemctl restart mosquitto',
          `openssl s_client -connect ${shellWord(`${hostOf(facts)}:8883`)} -CAfile ${shellWord(facts.anchor)} -verify_return_error </dev/null`,
        ),
      ],
      ...serverWords(facts, { lists, path: 'leaf' }),
    };
  },
};

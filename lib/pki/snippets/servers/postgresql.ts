import { libpqValue, postgresIdentifier, postgresSetting, postgresToken, shellWord } from '../quote.ts';
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

const DIRECTORY = '/etc/postgresql/tls';

/** PostgreSQL 14 and later; https://www.postgresql.org/docs/current/ssl-tcp.html */
export const postgresql: Software = {
  id: 'postgresql',
  side: 'server',
  label: 'PostgreSQL',
  family: 'postgresql',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => postgresSetting(`${DIRECTORY}/${name}`);
    return {
      files: [
        placeServerFiles(
          facts,
          // It refuses to start when others may read its key.
          { directory: DIRECTORY, key: { owner: 'postgres', group: 'postgres', mode: '0600' } },
          lists,
        ),
        configuration(
          '/etc/postgresql/15/main/conf.d/tls.conf',
          'settings',
          '# The number in the folder is that of your version.',
          'ssl = on',
          `ssl_cert_file = ${file(own.fullChain)}`,
          `ssl_key_file = ${file(own.key)}`,
          "ssl_min_protocol_version = 'TLSv1.2'",
          facts.mutual && `ssl_ca_file = ${file(facts.anchor)}`,
          lists && `ssl_crl_file = ${file(facts.crls)}`,
        ),
        configuration(
          '/etc/postgresql/15/main/pg_hba.conf',
          'settings',
          facts.mutual
            ? [
                '# In place of the other lines that begin with host. Over TLS with a certificate below the root; its common name is',
                '# looked up in pg_ident.conf.',
                'hostssl all all all cert map=countersign',
              ]
            : [
                '# In place of the other lines that begin with host. Over TLS, with a password.',
                'hostssl all all all scram-sha-256',
              ],
          '# Nothing over the network without TLS.',
          'hostnossl all all all reject',
        ),
        ...(facts.mutual
          ? [
              configuration(
                '/etc/postgresql/15/main/pg_ident.conf',
                'settings',
                '# map         common name in the certificate   user of the database',
                `countersign ${postgresToken(facts.clientName)} ${postgresToken(facts.clientName)}`,
              ),
              {
                step: 'users' as const,
                path: null,
                language: 'sql' as const,
                text: `CREATE ROLE ${postgresIdentifier(facts.clientName)} LOGIN;`,
              },
            ]
          : []),
        ...(lists ? [refreshServer(facts, DIRECTORY, ['systemctl reload postgresql'])] : []),
        commands(
          'try',
          'systemctl reload postgresql',
          '# "SSL connection" in the answer; without a certificate a mutual server must refuse it.',
          `psql ${shellWord(`host=${libpqValue(hostOf(facts))} sslmode=verify-full sslrootcert=${libpqValue(facts.anchor)} dbname=postgres`)}`,
        ),
      ],
      ...serverWords(facts, { lists }),
    };
  },
};

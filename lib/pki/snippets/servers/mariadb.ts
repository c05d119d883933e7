import { mysqlString, restOfLine } from '../quote.ts';
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

const DIRECTORY = '/etc/mysql/tls';

/** MariaDB 10.5 and later, MySQL 8; https://mariadb.com/kb/en/securing-connections-for-client-and-server/ */
export const mariadb: Software = {
  id: 'mariadb',
  side: 'server',
  label: 'MariaDB, MySQL',
  family: 'mysql',
  render: (facts) => {
    const lists = serverChecksLists(facts);
    const own = ownOf(facts);
    const file = (name: string) => restOfLine(`${DIRECTORY}/${name}`);
    const user = `${mysqlString(facts.clientName)}@'%'`;
    return {
      files: [
        placeServerFiles(facts, { directory: DIRECTORY, key: { owner: 'mysql', group: 'mysql', mode: '0600' } }, lists),
        configuration(
          '/etc/mysql/conf.d/tls.cnf',
          'settings',
          '[mysqld]',
          `ssl_cert = ${file(own.fullChain)}`,
          `ssl_key = ${file(own.key)}`,
          'tls_version = TLSv1.2,TLSv1.3',
          '# Nothing over the network without TLS.',
          'require_secure_transport = ON',
          facts.mutual && `ssl_ca = ${file(facts.anchor)}`,
          lists && `ssl_crl = ${file(facts.crls)}`,
        ),
        {
          step: 'users',
          path: null,
          language: 'sql',
          text: facts.mutual
            ? `-- Which certificate a user must have is said at the user.\nCREATE USER ${user} REQUIRE X509;`
            : "-- Users that may come over TLS only.\nALTER USER 'your-user'@'%' REQUIRE SSL;",
        },
        ...(lists
          ? [
              refreshServer(facts, DIRECTORY, [
                '# MariaDB; in MySQL 8 it is ALTER INSTANCE RELOAD TLS.',
                "mariadb --execute='FLUSH SSL'",
              ]),
            ]
          : []),
        commands('try', 'systemctl restart mariadb', `mariadb --execute="SHOW STATUS LIKE 'Ssl_server_not_after'"`),
      ],
      ...serverWords(facts, {
        lists,
        notChecked: facts.mutual
          ? [
              'Who shows which certificate: REQUIRE X509 takes any below the root. Add AND SUBJECT or AND ISSUER at the user, or a password, where several parties have one.',
            ]
          : [],
      }),
    };
  },
};

import { shellWord } from '../quote.ts';
import {
  clientWords,
  commands,
  hostOf,
  prepareClient,
  refreshClient,
  type SnippetFacts,
  type Software,
} from '../snippet.ts';

function optionsOf(facts: SnippetFacts, verify: string): string[] {
  return [
    `--host=${shellWord(hostOf(facts))} --port=3306 --protocol=tcp`,
    `--user=${shellWord(facts.own ? facts.clientName : 'your-user')}`,
    `${verify} --ssl-ca=${shellWord(facts.anchor)}`,
    ...(facts.revocation ? [`--ssl-crl=${shellWord(facts.crls)}`] : []),
    ...(facts.own ? [`--ssl-cert=${shellWord(facts.own.fullChain)} --ssl-key=${shellWord(facts.own.key)}`] : []),
    `--execute=${shellWord('SELECT VERSION()')}`,
  ];
}

function program(id: string, label: string, command: string, verify: string): Software {
  return {
    id,
    side: 'client',
    label,
    family: 'mysql',
    render: (facts) => {
      const lists = facts.revocation;
      return {
        files: [
          ...prepareClient(facts, [], lists),
          commands('try', [command, ...optionsOf(facts, verify)].join(' \\\n  ')),
          ...(lists ? [refreshClient(facts)] : []),
        ],
        ...clientWords(facts, { lists }),
      };
    },
  };
}

/** MariaDB 10.5 and later, built on OpenSSL as Debian has it; https://mariadb.com/kb/en/secure-connections-overview/ */
export const mariadbClient = program('mariadb-client', 'mariadb', 'mariadb', '--ssl-verify-server-cert');

/** MySQL 8; https://dev.mysql.com/doc/refman/8.0/en/connection-options.html#encrypted-connection-options */
export const mysqlClient = program('mysql-client', 'mysql (MySQL 8)', 'mysql', '--ssl-mode=VERIFY_IDENTITY');

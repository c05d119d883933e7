import { libpqValue, shellWord } from '../quote.ts';
import { clientWords, commands, hostOf, prepareClient, refreshClient, type Software } from '../snippet.ts';

/** libpq 14 and later, so the same string serves every driver on it; https://www.postgresql.org/docs/current/libpq-ssl.html */
export const psql: Software = {
  id: 'psql',
  side: 'client',
  label: 'psql',
  family: 'postgresql',
  render: (facts) => {
    const lists = facts.revocation;
    const parameters = [
      `host=${libpqValue(hostOf(facts))}`,
      'port=5432',
      'dbname=postgres',
      `user=${libpqValue(facts.own ? facts.clientName : 'your-user')}`,
      // Every file must be named: what is not is looked for in ~/.postgresql.
      'sslmode=verify-full',
      `sslrootcert=${libpqValue(facts.anchor)}`,
      ...(lists ? [`sslcrl=${libpqValue(facts.crls)}`] : []),
      ...(facts.own ? [`sslcert=${libpqValue(facts.own.fullChain)}`, `sslkey=${libpqValue(facts.own.key)}`] : []),
    ];
    return {
      files: [
        ...prepareClient(facts, [], lists),
        commands('try', `psql ${shellWord(parameters.join(' '))} --command ${shellWord('SELECT version()')}`),
        ...(lists ? [refreshClient(facts)] : []),
      ],
      ...clientWords(facts, { lists }),
    };
  },
};

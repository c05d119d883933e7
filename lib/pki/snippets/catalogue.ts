/** All software that configuration is written for, in the order in which it is offered. */
import { PkiError } from '../types.ts';
import { curl } from './clients/curl.ts';
import { dotnet } from './clients/dotnet.ts';
import { go } from './clients/go.ts';
import { java } from './clients/java.ts';
import { mariadbClient, mysqlClient } from './clients/mariadb-client.ts';
import { mosquittoPub } from './clients/mosquitto-pub.ts';
import { node } from './clients/node.ts';
import { openssl } from './clients/openssl.ts';
import { openvpnClient } from './clients/openvpn-client.ts';
import { psql } from './clients/psql.ts';
import { python, pythonRequests } from './clients/python.ts';
import { redisCli } from './clients/redis-cli.ts';
import { stunnelClient } from './clients/stunnel-client.ts';
import { trustManager } from './clients/trust-manager.ts';
import { wget } from './clients/wget.ts';
import { apache } from './servers/apache.ts';
import { caddy } from './servers/caddy.ts';
import { envoy } from './servers/envoy.ts';
import { haproxy } from './servers/haproxy.ts';
import { kubernetes } from './servers/kubernetes.ts';
import { mariadb } from './servers/mariadb.ts';
import { mosquitto } from './servers/mosquitto.ts';
import { nginx } from './servers/nginx.ts';
import { openvpn } from './servers/openvpn.ts';
import { postgresql } from './servers/postgresql.ts';
import { rabbitmq } from './servers/rabbitmq.ts';
import { redis } from './servers/redis.ts';
import { stunnel } from './servers/stunnel.ts';
import { traefik } from './servers/traefik.ts';
import type { RenderedSnippet, SnippetFacts, SnippetSide, Software } from './snippet.ts';

export const SOFTWARE: readonly Software[] = [
  nginx,
  apache,
  haproxy,
  caddy,
  traefik,
  envoy,
  postgresql,
  mariadb,
  redis,
  rabbitmq,
  mosquitto,
  openvpn,
  stunnel,
  kubernetes,
  curl,
  openssl,
  wget,
  node,
  python,
  pythonRequests,
  go,
  java,
  dotnet,
  psql,
  mariadbClient,
  mysqlClient,
  redisCli,
  mosquittoPub,
  openvpnClient,
  stunnelClient,
  trustManager,
];

export const softwareOf = (side: SnippetSide): readonly Software[] => SOFTWARE.filter((one) => one.side === side);

/**
 * The configuration of one end. `refused`: why it cannot be written for these names, as a sentence with what to do; no
 * part of it is given then. Host and file names are held to their own letters here, whatever the grammar does to them.
 */
export function renderSnippet(
  software: Software,
  facts: SnippetFacts,
): { readonly rendered: RenderedSnippet } | { readonly refused: string } {
  try {
    refuseOddNames(facts);
    return { rendered: software.render(facts) };
  } catch (error) {
    if (error instanceof PkiError && error.code === 'unsupported') return { refused: error.message };
    throw error;
  }
}

function refuseOddNames({ own, anchor, crls, hosts }: SnippetFacts): void {
  for (const name of [anchor, crls, ...(own ? [own.key, own.fullChain, own.base] : [])])
    if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name)) throw odd(name, 'a file');
  for (const host of hosts)
    if (!/^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*)$|^[0-9A-Fa-f:.]+$/.test(host)) throw odd(host, 'a host');
}

function odd(name: string, what: string): PkiError {
  return new PkiError(
    'unsupported',
    `${JSON.stringify(name)} is no name of ${what} that configuration can hold. Issue a certificate whose names are DNS names in A-labels, or addresses.`,
  );
}

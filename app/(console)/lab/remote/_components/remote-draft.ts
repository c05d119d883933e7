/** What a person typed as the host, taken apart: a URL is reduced to its host and port. */
export function hostAndPort(text: string): { readonly host: string; readonly port: number | null } {
  const trimmed = text.trim();
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) && URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url)
    return { host: bare(url.hostname), port: url.port === '' ? (PORTS[url.protocol] ?? null) : Number(url.port) };
  const bracketed = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(trimmed);
  if (bracketed) return { host: bracketed[1] as string, port: bracketed[2] ? Number(bracketed[2]) : null };
  const plain = /^([^:/\s]+):(\d{1,5})\/?$/.exec(trimmed);
  return plain ? { host: plain[1] as string, port: Number(plain[2]) } : { host: trimmed, port: null };
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');
const PORTS: Readonly<Record<string, number>> = {
  'https:': 443,
  'wss:': 443,
  'ldaps:': 636,
  'imaps:': 993,
  'smtps:': 465,
  'ldap:': 389,
  'postgresql:': 5432,
  'postgres:': 5432,
  'mysql:': 3306,
};

/** The port that is tried for each way of beginning TLS. */
export const USUAL_PORTS: Readonly<Record<string, number>> = {
  tls: 443,
  smtp: 587,
  imap: 143,
  pop3: 110,
  ftp: 21,
  ldap: 389,
  postgresql: 5432,
  mysql: 3306,
};

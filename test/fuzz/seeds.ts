/** Real files as the starting points of changes: those of other programs in test/vectors, and our own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scanPem } from '../../lib/pki/import/pem-blocks.ts';
import type { DnsName, IpAddress } from '../../lib/pki/types.ts';

const folder = resolve(import.meta.dirname, '../vectors/import');

/** Every file of test/vectors/import as octets. */
export const FILES: readonly { readonly name: string; readonly octets: Uint8Array }[] = readdirSync(folder)
  .filter((name) => !/\.(?:sh|md)$/.test(name))
  .map((name) => {
    const octets = readFileSync(join(folder, name));
    const isEncoded = name.endsWith('.b64');
    return { name, octets: new Uint8Array(isEncoded ? Buffer.from(octets.toString('latin1'), 'base64') : octets) };
  });

/** Files whose name matches. */
export function files(pattern: RegExp): Uint8Array[] {
  return FILES.filter(({ name }) => pattern.test(name)).map(({ octets }) => octets);
}

export function texts(pattern: RegExp): string[] {
  return files(pattern).map((octets) => Buffer.from(octets).toString('latin1'));
}

/** The content of all PEM blocks with one of these labels, in every file. */
export function blocks(...labels: readonly string[]): Uint8Array[] {
  return FILES.flatMap(({ octets }) => {
    const text = Buffer.from(octets).toString('latin1');
    if (!text.includes('-----BEGIN ')) return [];
    return scanPem(text).flatMap(({ label, der }) => (der !== null && labels.includes(label) ? [der] : []));
  });
}

/** What the files of test/vectors/import are encrypted with. */
export const PASSWORDS: readonly string[] = ['changed-2026', 'Pässwörd €2026'];

/** A subject and names of every form that is issued. */
export const SUBJECT = [
  { type: 'C', value: 'DE' },
  { type: 'O', value: 'Acme' },
  { type: 'CN', value: 'api.lan' },
] as const;
export const NAMES = [
  { type: 'dns', value: 'api.lan' as DnsName },
  { type: 'ip', value: 'fd00::1' as IpAddress },
  { type: 'email', value: 'a@b.lan' },
  { type: 'uri', value: 'spiffe://acme.test/api' },
  { type: 'upn', value: 'alice@corp.example' },
] as const;

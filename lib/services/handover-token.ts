import { createHash, timingSafeEqual } from 'node:crypto';

/** 256 bits as base64url: nobody guesses one, so whoever has it was given it. */
export const TOKEN_OCTETS = 32;
export const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

export function tokenOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}

/** What is stored of a token: who reads the database cannot open the link. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token, 'ascii').digest('hex');
}

/** The first group of a passphrase as `makePassword` writes it: `abcde-…`. */
export function codeOf(passphrase: string): string {
  return passphrase.split('-')[0] ?? '';
}
export const CODE_LENGTH = 5;

/** Bound to its link, so that two links with one group have different ones. */
export function codeHash(handoverId: string, code: string): string {
  return createHash('sha256').update(`${handoverId}:${code}`, 'utf8').digest('hex');
}

export function isSameHash(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one, 'ascii'), Buffer.from(other, 'ascii'));
}

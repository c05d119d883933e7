import { createHash } from 'node:crypto';

/**
 * A token as its holder has it: `countersign_ID_SECRETCHECK`. The prefix is what scanners for leaked secrets look for; CHECK tells
 * them, and us before any look-up, a token from a text that only looks like one.
 */
const FORM = /^countersign_([0-9a-z]{26})_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/;

/** `secret`: 32 octets. */
export function apiTokenText(id: string, secret: Uint8Array): string {
  const body = `countersign_${id}_${Buffer.from(secret).toString('base64url')}`;
  return body + checkOf(body);
}

export function isApiTokenText(text: string): boolean {
  return FORM.test(text) && checkOf(text.slice(0, -8)) === text.slice(-8);
}

/** What is stored: 256 random bits need no slow hash. */
export function apiTokenHash(text: string): string {
  return createHash('sha256').update(text, 'ascii').digest('hex');
}

function checkOf(body: string): string {
  return createHash('sha256').update(`check ${body}`, 'ascii').digest('hex').slice(0, 8);
}

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, 30 seconds, as every authenticator program has them. */

export const STEP_SECONDS = 30;
const DIGITS = 6;
/** A code of the step before is taken in the first seconds of a step: somebody was still typing. */
const GRACE_SECONDS = 5;

/** RFC 4226 §5.3. `secret`: 20 octets. */
export function oneTimeCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = (mac[19] as number) & 15;
  const value = mac.readUInt32BE(at) & 0x7f_ff_ff_ff;
  return String(value % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The time step that a code belongs to; null when it is none of now or was used before. Only digits are a code. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date, lastStep: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const seconds = Math.floor(now.getTime() / 1_000);
  const step = Math.floor(seconds / STEP_SECONDS);
  const steps = seconds % STEP_SECONDS < GRACE_SECONDS ? [step, step - 1] : [step];
  const found = steps.find((one) => timingSafeEqual(Buffer.from(oneTimeCode(secret, one)), Buffer.from(code)));
  return found !== undefined && found > lastStep ? found : null;
}

/** RFC 4648 §6, without padding. */
export function base32(octets: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const octet of octets) {
    held = (held << 8) | octet;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >>> (bits - 5)) & 31];
    held &= 255;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** What authenticator programs read from a QR code. */
export function otpauthUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

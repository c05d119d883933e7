import type { Certificate } from '../domain/entities.ts';
import type { ShownStatus } from './views.ts';

/** Days before its end from which a certificate asks for attention. */
export const EXPIRING_DAYS = 30;
const DAY = 86_400_000;

/** Precedence: revoked > held > expired > not yet valid > expiring > valid. */
export function shownStatus(certificate: Certificate, now: Date): ShownStatus {
  if (certificate.state === 'intended') return 'pending';
  if (certificate.state === 'held') return 'held';
  if (certificate.state !== 'issued') return 'revoked';
  if (certificate.notAfter <= now) return 'expired';
  if (certificate.notBefore > now) return 'not-yet-valid';
  return certificate.notAfter.getTime() - now.getTime() <= EXPIRING_DAYS * DAY ? 'expiring' : 'valid';
}

/** Whole days until the end; negative when past. */
export function daysLeft(certificate: Pick<Certificate, 'notAfter'>, now: Date): number {
  return Math.floor((certificate.notAfter.getTime() - now.getTime()) / DAY);
}

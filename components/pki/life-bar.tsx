import type { ShownStatus } from '@/lib/services/views';
import { now } from '../clock';

/** How much of a certificate's life is gone; decoration beside the words, so hidden from readers. */
export function LifeBar({ notBefore, notAfter, status }: { notBefore: Date; notAfter: Date; status: ShownStatus }) {
  const life = notAfter.getTime() - notBefore.getTime();
  const left = Math.min(1, Math.max(0, (notAfter.getTime() - now().getTime()) / life));
  const ink = status === 'expiring' ? 'fill-expiring' : status === 'valid' ? 'fill-valid' : 'fill-line-strong';
  return (
    <svg width="100%" height="4" aria-hidden="true" className="block">
      <rect width="100%" height="4" rx="2" className="fill-line-faint" />
      {left > 0 ? <rect width={`${(left * 100).toFixed(1)}%`} height="4" rx="2" className={ink} /> : null}
    </svg>
  );
}

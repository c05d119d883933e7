import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = {
  info: { icon: Info, look: 'border-pending/40 bg-pending-tint', ink: 'text-pending' },
  success: { icon: CircleCheck, look: 'border-valid/40 bg-valid-tint', ink: 'text-valid' },
  warning: { icon: TriangleAlert, look: 'border-expiring/40 bg-expiring-tint', ink: 'text-expiring' },
  error: { icon: CircleX, look: 'border-revoked/50 bg-revoked-tint', ink: 'text-revoked' },
} as const;
export type NoticeTone = keyof typeof TONES;

/** One message in place: what it is, why, what to do. */
export function Notice({
  tone,
  title,
  children,
  actions,
  live = false,
}: {
  tone: NoticeTone;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  live?: boolean;
}) {
  const { icon: Icon, look, ink } = TONES[tone];
  return (
    <div
      {...(live ? { role: tone === 'error' ? 'alert' : 'status' } : {})}
      className={`flex items-start gap-3 rounded-lg border px-4 py-3 ${look}`}
    >
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className={`font-medium ${ink}`}>{title}</p>
          {children ? <div className="mt-0.5 text-text [overflow-wrap:anywhere]">{children}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}

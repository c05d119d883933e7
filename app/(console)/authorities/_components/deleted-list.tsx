import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { DeletedAuthorityView } from '@/lib/services/views';
import { SwitchButton } from '../[id]/_components/switch-button';

/** What was deleted: for a while it can be brought back. */
export function DeletedList({ deleted }: { deleted: readonly DeletedAuthorityView[] }) {
  if (deleted.length === 0) return null;
  return (
    <Card title="Deleted" id="deleted" note="What they published last stays served." flush>
      <ul className="divide-y divide-line-faint">
        {deleted.map(({ authority, restoreUntil, gone }) => (
          <li key={authority.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-0">
              <p className="font-medium [overflow-wrap:anywhere]">{authority.name}</p>
              <p className="text-13 text-muted">
                {gone ? (
                  'Its key was destroyed.'
                ) : (
                  <>
                    Can be brought back until <Time at={restoreUntil} show="day" />.
                  </>
                )}
              </p>
            </div>
            {gone ? (
              <ButtonLink href={`/authorities/${authority.id}`} size="small">
                Open
              </ButtonLink>
            ) : (
              <SwitchButton path={`/authorities/${authority.id}/restore`} label="Restore" busy="Restoring…" />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

import { Phrase } from '@/components/language/phrase';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { DeletedAuthorityView } from '@/lib/services/views';
import { SwitchButton } from '../[id]/_components/switch-button';
import { authoritiesPageWords } from './authorities-page.words';

/** What was deleted: for a while it can be brought back. */
export function DeletedList({ deleted }: { deleted: readonly DeletedAuthorityView[] }) {
  const words = authoritiesPageWords().deletedList;
  if (deleted.length === 0) return null;
  return (
    <Card title={words.deleted} id="deleted" note={words.whatTheyPublishedLastStays} flush>
      <ul className="divide-y divide-line-faint">
        {deleted.map(({ authority, restoreUntil, gone }) => (
          <li key={authority.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-0">
              <p className="font-medium [overflow-wrap:anywhere]">{authority.name}</p>
              <p className="text-13 text-muted">
                {gone ? (
                  words.itsKeyWasDestroyed
                ) : (
                  <>
                    <Phrase of={words.canBeBroughtBackUntil} parts={{ time: <Time at={restoreUntil} show="day" /> }} />
                  </>
                )}
              </p>
            </div>
            {gone ? (
              <ButtonLink href={`/authorities/${authority.id}`} size="small">
                {words.open}
              </ButtonLink>
            ) : (
              <SwitchButton
                path={`/authorities/${authority.id}/restore`}
                label={words.restore}
                busy={words.restoring}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

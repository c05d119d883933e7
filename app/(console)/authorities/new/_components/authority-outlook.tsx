'use client';

import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { DAY_MS, formatDay } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { Button } from '@/components/ui/button';
import type { Chosen } from './authority-draft';

/** What is being made, drawn: under whom, for how long, and whether it would outlive the one above. */
export function AuthorityOutlook({
  chosen,
  proposed,
  now,
  onUseDays,
}: {
  chosen: Chosen;
  proposed: string;
  now: Date;
  onUseDays: (days: number) => void;
}) {
  const words = makeAuthorityWords().authorityOutlook;
  const end = new Date(now.getTime() + chosen.validityDays * DAY_MS);
  const parent = chosen.parent;
  const parentEnd = parent ? new Date(parent.notAfter) : null;
  const beyond = parentEnd !== null && end > parentEnd;
  return (
    <aside aria-labelledby="outlook" className="rounded-lg border border-line bg-subtle lg:sticky lg:top-20">
      <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line-faint px-5 py-2">
        <h2 id="outlook" className="font-semibold">
          {words.lifetime}
        </h2>
        <p className="text-13 text-muted">{words.nothingIsSignedYet}</p>
      </div>
      <div className="flex flex-col gap-5 p-5">
        <ValidityTimeline
          at={now}
          bars={[
            ...(parent
              ? [{ name: parent.name, notBefore: new Date(parent.notBefore), notAfter: new Date(parent.notAfter) }]
              : []),
            { name: chosen.name || proposed, notBefore: now, notAfter: end, current: true },
          ]}
        />
        {beyond && parentEnd ? (
          <div className="flex flex-col items-start gap-2 text-13">
            <p className="text-revoked">
              <Phrase
                of={words.endsButEndsNothingCan}
                parts={{ day: formatDay(end), name: parent?.name, day2: formatDay(parentEnd) }}
              />
            </p>
            <Button size="small" onClick={() => onUseDays(Math.floor((parentEnd.getTime() - now.getTime()) / DAY_MS))}>
              {words.endWith} {parent?.name}
            </Button>
          </div>
        ) : null}
        {parent ? <HardEdges chosen={chosen} parentEnd={parentEnd} /> : null}
        <ul className="flex list-disc flex-col gap-1 ps-5 text-13 text-muted">
          <li>{words.nameKeyTypeLifetimeAnd}</li>
          <li>{words.itsFirstRevocationListIs}</li>
          {chosen.kind === 'root' ? <li>{words.itWorksOnlyWhereIts}</li> : null}
        </ul>
      </div>
    </aside>
  );
}

/** What the authority above does not let pass, whatever is typed: the red wall of the drawing in words. */
function HardEdges({ chosen: { parent, pathLen }, parentEnd }: { chosen: Chosen; parentEnd: Date | null }) {
  const words = makeAuthorityWords().authorityOutlook;
  if (!parent || !parentEnd) return null;
  const levels = parent.pathLenConstraint;
  const wanted = pathLen === '' ? Number.POSITIVE_INFINITY : Number(pathLen);
  return (
    <div className="rounded-md border border-line bg-card px-3.5 py-3 text-13">
      <p className="font-medium">{words.whatAllows(parent.name)}</p>
      <ul className="mt-1 flex list-disc flex-col gap-0.5 ps-4 text-muted">
        <li>{words.anEndUntilTheRed(formatDay(parentEnd))}</li>
        <li>
          {levels === null
            ? words.anyNumberOfLevelsBelow
            : levels === 1
              ? words.thisLevelAndNoFurther
              : words.aPathLengthOfAt(levels - 1)}
          {levels !== null && wanted > levels - 1 ? (
            <span className="text-revoked">{words.whatIsChosenIsMore}</span>
          ) : null}
        </li>
      </ul>
    </div>
  );
}

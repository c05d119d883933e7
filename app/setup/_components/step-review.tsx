'use client';

import { DAY_MS, formatLifetime } from '@/components/format';
import { KindTile } from '@/components/pki/kind-icon';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { Button } from '@/components/ui/button';
import { Fact, Facts } from '@/components/ui/card';
import { keyAlgorithmWord } from '@/components/words';
import { setupWords } from './setup.words';
import { issuingName, type Resume, rootName, type SetupDraft } from './setup-state';

/** Everything that will exist, drawn, and what of it is for good. */
export function StepReview({
  draft,
  resume,
  keyFilePath,
  publicUrl,
  now,
  onBack,
  onCreate,
}: {
  draft: SetupDraft;
  resume: Resume | null;
  keyFilePath: string;
  publicUrl: string;
  now: Date;
  onBack?: (() => void) | undefined;
  onCreate: () => void;
}) {
  const words = setupWords().stepReview;
  const organisation = resume?.organisation ?? draft.organisation;
  const after = (days: number) => new Date(now.getTime() + days * DAY_MS);
  const root = resume?.root?.name ?? rootName(organisation);
  return (
    <div className="flex flex-col gap-7">
      {resume ? (
        <p className="text-muted">{resume.root ? words.readyWithRoot(resume.root.name) : words.ready}</p>
      ) : null}
      <div className="grid gap-x-8 gap-y-6 md:grid-cols-[15rem_minmax(0,1fr)]">
        <ol className="flex flex-col" aria-label={words.chain}>
          <Node
            kind="root"
            name={root}
            facts={`${keyAlgorithmWord(draft.rootKey)}, ${formatLifetime(draft.rootDays)}`}
          />
          <li
            aria-hidden="true"
            className="ms-[1.6875rem] flex h-6 items-center gap-3 border-s-2 border-line-strong ps-3 text-12 text-muted"
          >
            {words.signs}
          </li>
          <Node
            kind="issuing"
            name={issuingName(organisation)}
            facts={`${keyAlgorithmWord(draft.issuingKey)}, ${formatLifetime(draft.issuingDays)}`}
          />
        </ol>
        <ValidityTimeline
          at={now}
          bars={[
            { name: root, notBefore: now, notAfter: after(draft.rootDays) },
            { name: issuingName(organisation), notBefore: now, notAfter: after(draft.issuingDays), current: true },
          ]}
        />
      </div>
      <Facts columns={2}>
        {resume ? null : <Fact label={words.operator}>{draft.email}</Fact>}
        {resume ? null : (
          <Fact label={words.keyProtection}>
            {draft.mode === 'passphrase' ? (
              words.passphraseTypedAtEachStart
            ) : (
              <>
                {words.keyFile} <code className="font-mono text-13">{keyFilePath}</code>
              </>
            )}
          </Fact>
        )}
        <Fact label={words.revocationListsUnder} wide>
          <code className="font-mono text-13">{publicUrl}</code>
        </Fact>
      </Facts>
      <div className="rounded-md border border-line bg-subtle p-4">
        <h2 className="mb-1.5 font-semibold">{words.whatCannotBeChangedLater}</h2>
        <ul className="flex list-disc flex-col gap-1 ps-5">
          <li>{words.theNamesKeyTypesAnd}</li>
          <li>{words.theAddressOfTheRevocation}</li>
          <li>{words.theOrganisationsNameInThis}</li>
        </ul>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" size="large" onClick={onCreate}>
          {words.create}
        </Button>
        {onBack ? (
          <Button size="large" tone="quiet" onClick={onBack}>
            {words.back}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Node({ kind, name, facts }: { kind: 'root' | 'issuing'; name: string; facts: string }) {
  return (
    <li className="flex items-start gap-3 rounded-md border border-line p-3">
      <KindTile kind={kind} />
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
        <p className="text-13 text-muted">{facts}</p>
      </div>
    </li>
  );
}

'use client';

import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { Phrase } from '@/components/language/phrase';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { sentenceCase } from '@/components/words';
import type { ImportResult } from '@/lib/services/import-authorities';
import type { ImportPreview } from '@/lib/services/recognise-import';

/** What became of each authority, and of each item that was not taken. */
export function ImportOutcome({
  result,
  preview,
  onAgain,
}: {
  result: ImportResult;
  preview: ImportPreview;
  onAgain: () => void;
}) {
  const words = makeAuthorityWords().importOutcome;
  const left = result.items.flatMap((one, at) =>
    (one.outcome === 'refused' || one.outcome === 'not-used') && preview.items[at]
      ? [{ ...one, at, item: preview.items[at] }]
      : [],
  );
  return (
    <div className="flex flex-col gap-4">
      {result.authorities
        .filter(({ outcome }) => outcome !== 'not-chosen')
        .map((authority) => (
          <Notice
            key={authority.fingerprintSha256}
            live
            tone={authority.outcome === 'refused' ? 'error' : authority.reason ? 'warning' : 'success'}
            title={`${authority.name}: ${titles()[authority.outcome]}`}
            actions={
              authority.authorityId ? (
                <ButtonLink href={`/authorities/${authority.authorityId}`}>{words.open}</ButtonLink>
              ) : null
            }
          >
            {authority.outcome === 'refused'
              ? authority.reason
              : words.certificatesAndRevocationsAreNew(authority.certificates, authority.revocations, authority.reason)}
          </Notice>
        ))}
      {left.length > 0 ? (
        <Card title={words.notTakenOver} id="left" flush>
          <ul className="divide-y divide-line-faint">
            {left.slice(0, 200).map(({ at, item, outcome, reason }) => (
              <li key={at} className="px-5 py-3">
                <p className="[overflow-wrap:anywhere]">
                  {item.certificate?.displayName ?? sentenceCase(item.what)}
                  <span className="text-13 text-muted">
                    {' '}
                    <Phrase
                      of={item.where === 'whole file' ? words.inFile : words.inFileAt}
                      parts={{ file: <span className="font-mono">{item.fileName}</span>, where: item.where }}
                    />
                  </span>
                </p>
                <p className="text-13 text-muted">
                  {reason || (outcome === 'refused' ? words.itWasRefused : words.nothingHereNeedsIt)}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/authorities" tone="primary">
          {words.seeAllAuthorities}
        </ButtonLink>
        <Button onClick={onAgain}>{words.importMore}</Button>
      </div>
    </div>
  );
}

const titles = () =>
  ({
    imported: 'imported',
    'already-here': makeAuthorityWords().importOutcome.wasHereAlready,
    'key-attached': makeAuthorityWords().importOutcome.hasItsKeyNow,
    refused: 'refused',
    'not-chosen': makeAuthorityWords().importOutcome.notChosen,
  }) as const;

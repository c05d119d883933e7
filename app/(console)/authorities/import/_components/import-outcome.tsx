'use client';

import { plural } from '@/components/format';
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
            title={`${authority.name}: ${TITLES[authority.outcome]}`}
            actions={
              authority.authorityId ? (
                <ButtonLink href={`/authorities/${authority.authorityId}`}>Open</ButtonLink>
              ) : null
            }
          >
            {authority.outcome === 'refused'
              ? authority.reason
              : `${plural(authority.certificates, 'certificate')} and ${plural(authority.revocations, 'revocation')} are new here. ${authority.reason}`}
          </Notice>
        ))}
      {left.length > 0 ? (
        <Card title="Not taken over" id="left" flush>
          <ul className="divide-y divide-line-faint">
            {left.slice(0, 200).map(({ at, item, outcome, reason }) => (
              <li key={at} className="px-5 py-3">
                <p className="[overflow-wrap:anywhere]">
                  {item.certificate?.displayName ?? sentenceCase(item.what)}
                  <span className="text-13 text-muted">
                    {' '}
                    in <span className="font-mono">{item.fileName}</span>
                    {item.where === 'whole file' ? '' : `, ${item.where}`}
                  </span>
                </p>
                <p className="text-13 text-muted">
                  {reason || (outcome === 'refused' ? 'It was refused.' : 'Nothing here needs it.')}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/authorities" tone="primary">
          See all authorities
        </ButtonLink>
        <Button onClick={onAgain}>Import more</Button>
      </div>
    </div>
  );
}

const TITLES = {
  imported: 'imported',
  'already-here': 'was here already',
  'key-attached': 'has its key now',
  refused: 'refused',
  'not-chosen': 'not chosen',
} as const;

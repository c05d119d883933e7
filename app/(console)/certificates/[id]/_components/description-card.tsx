'use client';

import { lazy, Suspense, useState } from 'react';
import { descriptionCardWords } from '@/app/(console)/certificates/[id]/_components/description-card.words';
import { Button } from '@/components/ui/button';
import { Card, Fact, Facts } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import type { Description } from './description-form';

const DescriptionForm = lazy(() => import('./description-form'));

/** Owner, notes and tags: what people know about a certificate and no certificate carries. */
export function DescriptionCard(description: Description) {
  const words = descriptionCardWords();
  const [editing, setEditing] = useState(false);
  return (
    <Card title={words.description} id="description">
      {editing ? (
        <Suspense>
          <DescriptionForm {...description} onDone={() => setEditing(false)} />
        </Suspense>
      ) : (
        <div className="flex flex-col gap-4">
          <Facts>
            <Fact label={words.owner}>{description.owner === '' ? <None /> : description.owner}</Fact>
            <Fact label={words.tags}>
              {description.tags.length === 0 ? (
                <None />
              ) : (
                <ul className="flex flex-wrap gap-1.5">
                  {description.tags.map((tag) => (
                    <li key={tag} className="rounded-md border border-line px-2 py-0.5 text-13">
                      <TextLink href={`/certificates?tag=${encodeURIComponent(tag)}`}>{tag}</TextLink>
                    </li>
                  ))}
                </ul>
              )}
            </Fact>
            <Fact label={words.notes}>
              {description.notes === '' ? (
                <None />
              ) : (
                <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{description.notes}</p>
              )}
            </Fact>
          </Facts>
          <div>
            <Button size="small" onClick={() => setEditing(true)}>
              {words.edit}
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}

function None() {
  const words = descriptionCardWords();
  return <span className="text-muted">{words.none}</span>;
}

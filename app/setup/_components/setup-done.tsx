'use client';

import { Cable, CircleCheck, Download } from 'lucide-react';
import type { Ref } from 'react';
import { DownloadLink } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { setupWords } from './setup.words';
import { issuingName, rootName } from './setup-state';

/** The end of the first run is the beginning of the work: every link on it works. */
export function SetupDone({
  headingRef,
  organisation,
  rootId,
}: {
  headingRef: Ref<HTMLHeadingElement>;
  organisation: string;
  rootId: string | null;
}) {
  const words = setupWords().setupDone;
  return (
    <>
      <div className="flex items-start gap-4">
        <CircleCheck aria-hidden="true" className="mt-1 size-6 shrink-0 text-valid" />
        <div>
          <h1 ref={headingRef} tabIndex={-1} className="text-24 font-semibold tracking-[-0.015em]">
            {words.yourAuthorityIsReady}
          </h1>
          <p className="mt-1 text-muted">
            {words.andExistWithTheirFirst(rootName(organisation), issuingName(organisation))}
          </p>
        </div>
      </div>
      <div className="flex flex-col gap-3 rounded-lg border border-accent bg-accent-tint p-5 sm:flex-row sm:items-center sm:justify-between">
        <div>
          <h2 className="text-16 font-semibold">{words.makeAMutualTlsPair}</h2>
          <p className="text-muted">{words.twoNamesGiveBothParties}</p>
        </div>
        <ButtonLink href="/new/pair" tone="primary" size="large">
          <Cable aria-hidden="true" className="size-4" />
          {words.makeAPair}
        </ButtonLink>
      </div>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/" size="large">
          {words.openTheDashboard}
        </ButtonLink>
        {rootId ? (
          <DownloadLink size="large" href={`/api/v1/authorities/${rootId}/certificate?format=pem`}>
            <Download aria-hidden="true" className="size-4" />
            {words.downloadTheRootCertificate}
          </DownloadLink>
        ) : null}
      </div>
    </>
  );
}

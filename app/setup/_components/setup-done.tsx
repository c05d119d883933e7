'use client';

import { Cable, CircleCheck, Download } from 'lucide-react';
import type { Ref } from 'react';
import { DownloadLink } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
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
  return (
    <>
      <div className="flex items-start gap-4">
        <CircleCheck aria-hidden="true" className="mt-1 size-6 shrink-0 text-valid" />
        <div>
          <h1 ref={headingRef} tabIndex={-1} className="text-24 font-semibold tracking-[-0.015em]">
            Your authority is ready
          </h1>
          <p className="mt-1 text-muted">
            {rootName(organisation)} and {issuingName(organisation)} exist, with their first revocation lists. You are
            signed in.
          </p>
        </div>
      </div>
      <div className="flex flex-col gap-3 rounded-lg border border-accent bg-accent-tint p-5 sm:flex-row sm:items-center sm:justify-between">
        <div>
          <h2 className="text-16 font-semibold">Make a mutual-TLS pair</h2>
          <p className="text-muted">Two names give both parties their certificate, files and configuration.</p>
        </div>
        <ButtonLink href="/new/pair" tone="primary" size="large">
          <Cable aria-hidden="true" className="size-4" />
          Make a pair
        </ButtonLink>
      </div>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/" size="large">
          Open the dashboard
        </ButtonLink>
        {rootId ? (
          <DownloadLink size="large" href={`/api/v1/authorities/${rootId}/certificate?format=pem`}>
            <Download aria-hidden="true" className="size-4" />
            Download the root certificate
          </DownloadLink>
        ) : null}
      </div>
    </>
  );
}

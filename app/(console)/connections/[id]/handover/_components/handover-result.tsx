'use client';

import { useEffect, useRef } from 'react';
import { formatDateTime, groupHex } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';

export interface MadeHandover {
  readonly url: string;
  readonly passphrase: string | null;
  readonly handover: {
    readonly side: 'server' | 'client';
    readonly expiresAt: string;
    readonly file: { readonly name: string; readonly sha256: string } | null;
  };
}

/** Link and passphrase, this once: neither is stored, so neither can be shown again. */
export function HandoverResult({ made, connectionId }: { made: MadeHandover; connectionId: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { url, passphrase, handover } = made;
  return (
    <div className="flex flex-col gap-6">
      <h2 ref={heading} tabIndex={-1} className="text-16 font-semibold">
        The link for the {handover.side} is ready
      </h2>
      <Notice tone="warning" title={passphrase ? 'Link and passphrase are shown once' : 'The link is shown once'}>
        {passphrase
          ? 'Neither is stored here. Send the link one way (a message) and tell the passphrase another (by telephone).'
          : 'Only its hash is stored here. Copy it before you leave; a lost one is withdrawn and made anew.'}
      </Notice>
      <Shown label="Link" what="link" value={url} help={`Ends ${formatDateTime(new Date(handover.expiresAt))}.`} />
      {passphrase ? (
        <Shown
          label="Passphrase"
          what="passphrase"
          value={passphrase}
          help="Its first group lets the file be collected; the whole of it opens the key. Five wrong first groups, and the file is gone."
        />
      ) : null}
      {handover.file ? (
        <div className="flex flex-col gap-1.5">
          <p className="font-medium">SHA-256 of {handover.file.name}</p>
          <code className="flex flex-wrap gap-x-2 font-mono text-13 leading-5">
            {groupHex(handover.file.sha256.toUpperCase()).map((group, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
              <span key={at}>{group}</span>
            ))}
          </code>
          <p className="text-13 text-muted">
            Read it to them after the download: the page is plain HTTP, and this shows that nobody changed the file. The
            connection’s page keeps it.
          </p>
        </div>
      ) : null}
      <div>
        <ButtonLink href={`/connections/${connectionId}`} size="large">
          Back to the connection
        </ButtonLink>
      </div>
    </div>
  );
}

function Shown({ label, what, value, help }: { label: string; what: string; value: string; help: string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">{label}</p>
      <div className="flex items-center justify-between gap-3 rounded-md border border-line bg-subtle px-3.5 py-2.5">
        <code data-shown={what} className="min-w-0 font-mono text-14 [overflow-wrap:anywhere]">
          {value}
        </code>
        <CopyButton text={value} what={what} label="Copy" tone="plain" />
      </div>
      <p className="text-13 text-muted">{help}</p>
    </div>
  );
}

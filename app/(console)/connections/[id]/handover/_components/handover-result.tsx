'use client';

import { useEffect, useRef } from 'react';
import { formatDateTime, groupHex } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import { handoverWords } from './handover.words';

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
  const words = handoverWords().handoverResult;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { url, passphrase, handover } = made;
  return (
    <div className="flex flex-col gap-6">
      <h2 ref={heading} tabIndex={-1} className="text-16 font-semibold">
        {words.ready[handover.side]}
      </h2>
      <Notice tone="warning" title={passphrase ? words.linkAndPassphraseAreShown : words.theLinkIsShownOnce}>
        {passphrase ? words.neitherIsStoredHereSend : words.onlyItsHashIsStored}
      </Notice>
      <Shown
        label={words.link}
        what={words.link2}
        value={url}
        help={words.ends(formatDateTime(new Date(handover.expiresAt)))}
      />
      {passphrase ? (
        <Shown label={words.passphrase} what={words.passphrase2} value={passphrase} help={words.itsFirstGroupLetsThe} />
      ) : null}
      {handover.file ? (
        <div className="flex flex-col gap-1.5">
          <p className="font-medium">{words.sha256Of(handover.file.name)}</p>
          <code className="flex flex-wrap gap-x-2 font-mono text-13 leading-5">
            {groupHex(handover.file.sha256.toUpperCase()).map((group, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
              <span key={at}>{group}</span>
            ))}
          </code>
          <p className="text-13 text-muted">{words.readItToThemAfter}</p>
        </div>
      ) : null}
      <div>
        <ButtonLink href={`/connections/${connectionId}`} size="large">
          {words.backToTheConnection}
        </ButtonLink>
      </div>
    </div>
  );
}

function Shown({ label, what, value, help }: { label: string; what: string; value: string; help: string }) {
  const words = handoverWords().handoverResult;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">{label}</p>
      <div className="flex items-center justify-between gap-3 rounded-md border border-line bg-subtle px-3.5 py-2.5">
        <code data-shown={what} className="min-w-0 font-mono text-14 [overflow-wrap:anywhere]">
          {value}
        </code>
        <CopyButton text={value} what={what} label={words.copy} tone="plain" />
      </div>
      <p className="text-13 text-muted">{help}</p>
    </div>
  );
}

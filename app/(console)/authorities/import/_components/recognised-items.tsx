'use client';

import { CircleCheck, CircleX, Lock, TriangleAlert } from 'lucide-react';
import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { Phrase } from '@/components/language/phrase';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { sentenceCase } from '@/components/words';
import type { ImportPreview } from '@/lib/services/recognise-import';

type Item = ImportPreview['items'][number];

/** Every item with what speaks against it; a locked file has its password field in place. */
export function RecognisedItems({
  preview,
  passwords,
  onPassword,
  unlock,
}: {
  preview: ImportPreview;
  passwords: Readonly<Record<string, string>>;
  onPassword: (fileName: string, password: string) => void;
  /** Reads the files again, with the passwords. */
  unlock: { readonly onUnlock: () => void; readonly pending: boolean };
}) {
  const words = makeAuthorityWords().recognisedItems;
  const shown = preview.items.slice(0, MOST_SHOWN);
  const firstLocked = new Set<string>();
  return (
    <ul className="divide-y divide-line-faint">
      {shown.map((item, at) => {
        const asks = item.state === 'needs-password' && !firstLocked.has(item.fileName);
        if (asks) firstLocked.add(item.fileName);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew as a whole
          <li key={at} className="flex items-start gap-3 px-5 py-3">
            <StateIcon state={stateOf(item)} />
            <div className="min-w-0 flex-1">
              <p className="[overflow-wrap:anywhere]">
                <span className="font-medium">
                  {item.certificate?.displayName ?? item.friendlyName ?? sentenceCase(item.what)}
                </span>
                <span className="text-13 text-muted">
                  {' '}
                  {item.certificate ? kindText(item) : ''}{' '}
                  <Phrase
                    of={item.where === 'whole file' ? words.inFile : words.inFileAt}
                    parts={{ file: <span className="font-mono">{item.fileName}</span>, where: item.where }}
                  />
                </span>
              </p>
              <Remarks sentences={[item.reason, ...item.findings.map(({ message }) => message), ...item.notes]} />
              {asks ? (
                <div className="mt-2 max-w-md">
                  <PasswordField
                    id={`password-${at}`}
                    label={words.passwordOf(item.fileName)}
                    autoComplete="off"
                    value={passwords[item.fileName] ?? ''}
                    onValue={(value) => onPassword(item.fileName, value)}
                    onEnter={unlock.pending ? undefined : unlock.onUnlock}
                    after={
                      <Button className="h-9" onClick={unlock.onUnlock} disabled={unlock.pending}>
                        {unlock.pending ? words.trying : words.unlock}
                      </Button>
                    }
                  />
                </div>
              ) : null}
            </div>
          </li>
        );
      })}
      {preview.items.length > shown.length ? (
        <li className="px-5 py-3 text-muted">{words.andMore(preview.items.length - shown.length)}</li>
      ) : null}
    </ul>
  );
}

/** One stands alone; several are a list, so that each is seen. */
function Remarks({ sentences }: { sentences: readonly (string | null)[] }) {
  const said = sentences.filter((sentence) => sentence !== null && sentence !== '');
  if (said.length === 0) return null;
  return (
    <ul className={`text-13 text-muted ${said.length > 1 ? 'mt-0.5 flex list-disc flex-col gap-0.5 ps-4' : ''}`}>
      {said.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function StateIcon({ state }: { state: keyof ReturnType<typeof states> }) {
  const { icon: Icon, label, ink } = states()[state];
  return <Icon role="img" aria-label={label} className={`mt-0.5 size-4 shrink-0 ${ink}`} />;
}

/** What is readable may still be of no use; the mark must not say otherwise. */
function stateOf({ state, findings }: Item): keyof ReturnType<typeof states> {
  if (state !== 'recognised') return state;
  if (findings.some(({ severity }) => severity === 'blocks')) return 'blocked';
  return findings.some(({ severity }) => severity === 'warning') ? 'doubtful' : 'recognised';
}

function kindText({ certificate, what }: Item): string {
  return certificate?.isAuthority ? makeAuthorityWords().recognisedItems.authority : what;
}

const states = () =>
  ({
    recognised: { icon: CircleCheck, label: makeAuthorityWords().recognisedItems.recognised, ink: 'text-valid' },
    doubtful: {
      icon: TriangleAlert,
      label: makeAuthorityWords().recognisedItems.recognisedWithAWarning,
      ink: 'text-expiring',
    },
    blocked: { icon: CircleX, label: makeAuthorityWords().recognisedItems.notUsable, ink: 'text-revoked' },
    'needs-password': { icon: Lock, label: makeAuthorityWords().recognisedItems.locked, ink: 'text-expiring' },
    refused: { icon: CircleX, label: makeAuthorityWords().recognisedItems.cannotBeRead, ink: 'text-revoked' },
  }) as const;
/** A folder of thousands says nothing more in a list of thousands. */
const MOST_SHOWN = 200;

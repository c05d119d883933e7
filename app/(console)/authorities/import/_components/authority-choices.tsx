'use client';

import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { Phrase } from '@/components/language/phrase';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { sentenceCase } from '@/components/words';
import type { AuthorityChoice } from '@/lib/services/import-decision';
import type { ImportPreview } from '@/lib/services/recognise-import';

type Choices = Readonly<Record<string, AuthorityChoice | null>>;

/** Taken by default: what has its key and nothing against it, and what stands above such a one. */
export function firstChoices(preview: ImportPreview): Choices {
  const strangerKey = preview.items.some(({ findings }) => findings.some(({ code }) => code === 'key-matches-nothing'));
  return Object.fromEntries(
    preview.authorities.map((authority) => {
      const item = itemOf(preview, authority);
      const fingerprintSha256 = item?.certificate?.fingerprintSha256 ?? '';
      const isClean = needed(item).length === 0;
      const take = isClean && (authority.key !== null || !strangerKey);
      return [
        fingerprintSha256,
        take ? { fingerprintSha256, ...(authority.key === null ? { withoutKey: true } : {}) } : null,
      ];
    }),
  );
}

export function chosenAuthorities(choices: Choices): readonly AuthorityChoice[] {
  return Object.values(choices).filter((choice) => choice !== null);
}

/** One card an authority: whether it is taken, with or without its key, and what has to be said yes to. */
export function AuthorityChoices({
  preview,
  choices,
  onChoices,
}: {
  preview: ImportPreview;
  choices: Choices;
  onChoices: (choices: Choices) => void;
}) {
  const words = makeAuthorityWords().authorityChoices;
  if (preview.authorities.length === 0)
    return (
      <Notice tone="info" title={words.noAuthorityAmongTheseFiles}>
        {words.anAuthorityIsACertificate}
      </Notice>
    );
  return (
    <Card title={words.authorities} id="authorities" flush>
      <ul className="divide-y divide-line-faint">
        {preview.authorities.map((authority, at) => {
          const item = itemOf(preview, authority);
          const fingerprint = item?.certificate?.fingerprintSha256 ?? '';
          const choice = choices[fingerprint] ?? null;
          const change = (next: AuthorityChoice | null) => onChoices({ ...choices, [fingerprint]: next });
          const here = preview.alreadyHere[at];
          return (
            <li key={fingerprint} className="flex flex-col gap-2 px-5 py-4">
              <Check
                label={item?.certificate?.displayName ?? fingerprint}
                sentence={summary(authority, here ?? null)}
                checked={choice !== null}
                onChecked={(checked) =>
                  change(
                    checked
                      ? { fingerprintSha256: fingerprint, ...(authority.key === null ? { withoutKey: true } : {}) }
                      : null,
                  )
                }
              />
              {here ? (
                <p className="ps-7 text-13">
                  <Phrase
                    of={words.itIsHereAlreadyOnly}
                    parts={{ link: (text) => <TextLink href={`/authorities/${here}`}>{text}</TextLink> }}
                  />
                </p>
              ) : null}
              {choice ? (
                <div className="flex flex-col gap-2 ps-7 empty:hidden">
                  {preview.keyCanBeAttached[at] ? (
                    <Check
                      label={words.attachItsPrivateKey}
                      sentence={words.itIsHereWithoutIts}
                      checked={choice.attachKey === true}
                      onChecked={(attachKey) => change({ ...choice, attachKey })}
                    />
                  ) : null}
                  {authority.key === null && !here ? (
                    <p className="text-13 text-muted">{words.itsPrivateKeyIsNot}</p>
                  ) : null}
                  {needed(item).map(({ field, message }) => (
                    <Check
                      key={field}
                      label={words.takeItOverAllThe}
                      sentence={message}
                      checked={choice[field] === true}
                      onChecked={(checked) => change({ ...choice, [field]: checked })}
                    />
                  ))}
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Check({
  label,
  sentence,
  checked,
  onChecked,
}: {
  label: string;
  sentence: string;
  checked: boolean;
  onChecked: (checked: boolean) => void;
}) {
  return (
    <label className="flex items-start gap-3">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChecked(event.target.checked)}
        className="mt-1 size-4 shrink-0"
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="font-medium">{label}</span>
        <span className="block text-13 text-muted">{sentence}</span>
      </span>
    </label>
  );
}

function itemOf(preview: ImportPreview, { certificates }: ImportPreview['authorities'][number]) {
  return preview.items[certificates[0] as number];
}

/** What a person has to say yes to before it can be taken over. */
function needed(item: ImportPreview['items'][number] | undefined) {
  return (item?.findings ?? []).flatMap(({ code, message }) => {
    const field = FIELDS[code];
    return field ? [{ field, message }] : [];
  });
}

function summary(
  { key, issued, indexed, revoked, crls }: ImportPreview['authorities'][number],
  here: string | null,
): string {
  const words = makeAuthorityWords().authorityChoices;
  const parts = [
    here ? null : key === null ? words.withoutItsKey : words.withItsKey,
    words.certificatesThatItIssued(issued.length),
    ...(indexed > 0 ? [words.anIndexOfOfThem(indexed, revoked)] : []),
    ...(crls.length > 0 ? [words.revocationLists(crls.length)] : []),
  ];
  return `${sentenceCase(parts.filter((part) => part !== null).join(', '))}.`;
}

const FIELDS: Readonly<Record<string, 'acceptExpired' | 'acceptUnknownCritical' | 'acceptWeak'>> = {
  expired: 'acceptExpired',
  'unknown-critical-extension': 'acceptUnknownCritical',
  'weak-signature': 'acceptWeak',
};

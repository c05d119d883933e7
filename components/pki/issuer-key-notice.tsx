import type { IssuerKeyState } from '@/lib/services/views';
import { TextLink } from '../ui/link';
import { Notice } from '../ui/notice';
import { issuerKeyNoticeWords } from './issuer-key-notice.words';

const words = () =>
  ({
    offline: {
      title: (issuer: string) => issuerKeyNoticeWords().theKeyOfIsOffline(issuer),
      text: issuerKeyNoticeWords().itCannotSignThisNow,
      remedy: { href: '/authorities', label: issuerKeyNoticeWords().authorities },
    },
    sealed: {
      title: () => issuerKeyNoticeWords().theKeysAreSealed,
      text: issuerKeyNoticeWords().nothingCanBeSignedUntil,
      remedy: { href: '/unseal', label: issuerKeyNoticeWords().unseal },
    },
    unreachable: {
      title: () => issuerKeyNoticeWords().theSignerDoesNotAnswer,
      text: issuerKeyNoticeWords().itIsStartedAgainBy,
      remedy: null,
    },
  }) as const;

/** Why what is previewed could not be signed now; nothing when it could. */
export function IssuerKeyNotice({ state, issuer }: { state: IssuerKeyState; issuer: string }) {
  if (state === 'at-hand') return null;
  const { title, text, remedy } = words()[state];
  return (
    <Notice tone="warning" title={title(issuer)} live>
      {text} {remedy ? <TextLink href={remedy.href}>{remedy.label}</TextLink> : null}
    </Notice>
  );
}

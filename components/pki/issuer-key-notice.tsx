import type { IssuerKeyState } from '@/lib/services/views';
import { TextLink } from '../ui/link';
import { Notice } from '../ui/notice';

const WORDS = {
  offline: {
    title: (issuer: string) => `The key of ${issuer} is offline`,
    text: 'It cannot sign this now. Begin a ceremony on its page, or choose another authority; what you typed stays here.',
    remedy: { href: '/authorities', label: 'Authorities' },
  },
  sealed: {
    title: () => 'The keys are sealed',
    text: 'Nothing can be signed until they are unsealed; what you typed stays here.',
    remedy: { href: '/unseal', label: 'Unseal' },
  },
  unreachable: {
    title: () => 'The signer does not answer',
    text: 'It is started again by itself. Wait some seconds; when this stays, the log of the server says why.',
    remedy: null,
  },
} as const;

/** Why what is previewed could not be signed now; nothing when it could. */
export function IssuerKeyNotice({ state, issuer }: { state: IssuerKeyState; issuer: string }) {
  if (state === 'at-hand') return null;
  const { title, text, remedy } = WORDS[state];
  return (
    <Notice tone="warning" title={title(issuer)} live>
      {text} {remedy ? <TextLink href={remedy.href}>{remedy.label}</TextLink> : null}
    </Notice>
  );
}

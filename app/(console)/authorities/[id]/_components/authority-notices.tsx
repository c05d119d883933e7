import { formatDay } from '@/components/format';
import { isFailure } from '@/components/pki/authority-problems';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import type { AuthorityDetailView } from '@/lib/services/views';
import { SignCrl } from './sign-crl';
import { SwitchButton } from './switch-button';

/** What is unusual about it, worst first. */
export function AuthorityNotices({ view, sealed }: { view: AuthorityDetailView; sealed: boolean }) {
  const { authority, problems } = view.node;
  const key = `/authorities/${authority.id}/key`;
  return (
    <>
      {view.restoreUntil ? (
        <Notice
          tone="warning"
          title="It is deleted"
          actions={
            authority.keyState === 'absent' ? null : (
              <SwitchButton path={`/authorities/${authority.id}/restore`} label="Restore" busy="Restoring…" />
            )
          }
        >
          {authority.keyState === 'absent'
            ? 'Its key was destroyed, so it cannot be brought back. What it published last stays served.'
            : `It can be brought back until ${formatDay(view.restoreUntil)}. Then its key is destroyed.`}
        </Notice>
      ) : null}
      {problems
        .filter((problem) => authority.status !== 'awaiting-certificate' || !problem.startsWith('Waits'))
        .map((problem) => (
          <Notice
            key={problem}
            tone={isFailure(problem) ? 'error' : 'warning'}
            title={problem === 'Is disabled' ? 'Disabled' : problem}
            actions={
              SIGNED_NOW.test(problem) && view.node.keyAtHand && authority.keyState !== 'absent' ? (
                <SignCrl authorityId={authority.id} sealed={sealed} />
              ) : null
            }
          >
            {problem === 'Is disabled'
              ? 'It issues nothing until it is enabled again. Its revocation list and OCSP go on.'
              : problem.startsWith('The CRL is overdue')
                ? 'Clients that check revocation may refuse every certificate of this authority until a new one is signed.'
                : null}
          </Notice>
        ))}
      {view.ceremonySecondsLeft !== null ? (
        <Notice
          tone="warning"
          title={`A ceremony is open for ${Math.ceil(view.ceremonySecondsLeft / 60)} more minutes`}
          actions={<ButtonLink href={key}>Go on</ButtonLink>}
        >
          Its key is in the signer’s memory and can sign.
        </Notice>
      ) : null}
      {authority.keyState === 'offline' && view.ceremonySecondsLeft === null ? (
        <Notice tone="info" title="Its key is offline" actions={<ButtonLink href={key}>Begin a ceremony</ButtonLink>}>
          {view.node.crl
            ? `Its revocation list has to be signed in a ceremony before ${formatDay(view.node.crl.nextUpdate)}.`
            : 'Its revocation list has to be signed in a ceremony.'}
        </Notice>
      ) : null}
      {view.successor ? (
        <Notice
          tone="info"
          title={`${view.successor.name} has taken its place`}
          actions={<ButtonLink href={`/authorities/${view.successor.id}`}>Open it</ButtonLink>}
        >
          New certificates come from there. This one goes on with its revocation list and OCSP.
        </Notice>
      ) : null}
    </>
  );
}

/** What a new list mends. */
const SIGNED_NOW = /^(The CRL is overdue|No CRL has been published|A revocation is not on the CRL)/;

import { formatDay } from '@/components/format';
import { isFailure } from '@/components/pki/authority-problems';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import type { AuthorityDetailView } from '@/lib/services/views';
import { authorityPageWords } from './authority-page.words';
import { SignCrl } from './sign-crl';
import { SwitchButton } from './switch-button';

/** What is unusual about it, worst first. */
export function AuthorityNotices({ view, sealed }: { view: AuthorityDetailView; sealed: boolean }) {
  const words = authorityPageWords().authorityNotices;
  const { authority, problems } = view.node;
  const key = `/authorities/${authority.id}/key`;
  return (
    <>
      {view.restoreUntil ? (
        <Notice
          tone="warning"
          title={words.itIsDeleted}
          actions={
            authority.keyState === 'absent' ? null : (
              <SwitchButton
                path={`/authorities/${authority.id}/restore`}
                label={words.restore}
                busy={words.restoring}
              />
            )
          }
        >
          {authority.keyState === 'absent'
            ? words.itsKeyWasDestroyedSo
            : words.itCanBeBroughtBack(formatDay(view.restoreUntil))}
        </Notice>
      ) : null}
      {problems
        .filter((problem) => authority.status !== 'awaiting-certificate' || !problem.startsWith('Waits'))
        .map((problem) => (
          <Notice
            key={problem}
            tone={isFailure(problem) ? 'error' : 'warning'}
            title={problem === 'Is disabled' ? words.disabled : problem}
            actions={
              SIGNED_NOW.test(problem) && view.node.keyAtHand && authority.keyState !== 'absent' ? (
                <SignCrl authorityId={authority.id} sealed={sealed} />
              ) : null
            }
          >
            {problem === 'Is disabled'
              ? words.itIssuesNothingUntilIt
              : problem.startsWith('The CRL is overdue')
                ? words.clientsThatCheckRevocationMay
                : null}
          </Notice>
        ))}
      {view.ceremonySecondsLeft !== null ? (
        <Notice
          tone="warning"
          title={words.aCeremonyIsOpenFor(Math.ceil(view.ceremonySecondsLeft / 60))}
          actions={<ButtonLink href={key}>{words.goOn}</ButtonLink>}
        >
          {words.itsKeyIsInThe}
        </Notice>
      ) : null}
      {authority.keyState === 'offline' && view.ceremonySecondsLeft === null ? (
        <Notice
          tone="info"
          title={words.itsKeyIsOffline}
          actions={<ButtonLink href={key}>{words.beginACeremony}</ButtonLink>}
        >
          {view.node.crl
            ? words.itsRevocationListHasTo(formatDay(view.node.crl.nextUpdate))
            : words.itsRevocationListHasTo2}
        </Notice>
      ) : null}
      {view.successor ? (
        <Notice
          tone="info"
          title={words.hasTakenItsPlace(view.successor.name)}
          actions={<ButtonLink href={`/authorities/${view.successor.id}`}>{words.openIt}</ButtonLink>}
        >
          {words.newCertificatesComeFromThere}
        </Notice>
      ) : null}
    </>
  );
}

/** What a new list mends. */
const SIGNED_NOW = /^(The CRL is overdue|No CRL has been published|A revocation is not on the CRL)/;

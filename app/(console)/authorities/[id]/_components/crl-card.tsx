import { now } from '@/components/clock';
import { Card, Fact, Facts } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { CrlView } from '@/lib/services/views';
import { authorityPageWords } from './authority-page.words';
import { SignCrl } from './sign-crl';

/** The revocation list in force: how fresh it is, and a way to sign the next one now. */
export function CrlCard({
  authorityId,
  crl,
  sealed,
  cannotSign,
}: {
  authorityId: string;
  crl: CrlView | null;
  sealed: boolean;
  /** Its key is not at hand. */
  cannotSign: boolean;
}) {
  const words = authorityPageWords().crlCard;
  return (
    <Card
      title={words.revocationListCrl}
      id="crl"
      actions={cannotSign ? null : <SignCrl authorityId={authorityId} sealed={sealed} />}
    >
      {crl === null ? (
        <p className="text-muted">{words.noneHasBeenSignedYet}</p>
      ) : (
        <div className="flex flex-col gap-5">
          {crl.overdue ? (
            <Notice tone="error" title={words.theListIsOverdue}>
              {words.clientsThatCheckRevocationMay}
            </Notice>
          ) : null}
          <Facts columns={2}>
            <Fact label={words.number}>{crl.crlNumber}</Fact>
            <Fact label={words.revokedCertificatesOnIt}>{words.entries(crl.entryCount)}</Fact>
            <Fact label={words.signed}>
              <Time at={crl.thisUpdate} relative />
            </Fact>
            <Fact label={words.nextBy}>
              <Time at={crl.nextUpdate} relative />
            </Fact>
          </Facts>
          <Freshness crl={crl} />
        </div>
      )}
    </Card>
  );
}

function Freshness({ crl }: { crl: CrlView }) {
  const life = crl.nextUpdate.getTime() - crl.thisUpdate.getTime();
  const gone = Math.min(1, Math.max(0, (now().getTime() - crl.thisUpdate.getTime()) / life));
  return (
    <svg width="100%" height="8" aria-hidden="true" className="block">
      <rect width="100%" height="8" rx="2" className="fill-line-faint" />
      <rect
        width={`${(gone * 100).toFixed(1)}%`}
        height="8"
        rx="2"
        className={crl.overdue ? 'fill-revoked' : 'fill-valid'}
      />
    </svg>
  );
}

import { DownloadLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { authorityPageWords } from './authority-page.words';
import { InstallLater } from './install-later';

/** The two steps of an authority below an outside one: send the request, install the answer. */
export function InstallCard({ authorityId, waiting }: { authorityId: string; waiting: boolean }) {
  const words = authorityPageWords().installCard;
  return (
    <Card
      title={waiting ? words.waitsForItsCertificate : words.certificateFromElsewhere}
      id="install"
      actions={
        <DownloadLink size="small" href={`/api/v1/authorities/${authorityId}/request`}>
          {words.downloadRequestCsr}
        </DownloadLink>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-muted">{words.sendTheRequestToThe(waiting ? '' : words.aRenewalForTheSame)}</p>
        <InstallLater authorityId={authorityId} />
      </div>
    </Card>
  );
}

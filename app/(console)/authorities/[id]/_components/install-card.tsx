import { DownloadLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { InstallLater } from './install-later';

/** The two steps of an authority below an outside one: send the request, install the answer. */
export function InstallCard({ authorityId, waiting }: { authorityId: string; waiting: boolean }) {
  return (
    <Card
      title={waiting ? 'Waits for its certificate' : 'Certificate from elsewhere'}
      id="install"
      actions={
        <DownloadLink size="small" href={`/api/v1/authorities/${authorityId}/request`}>
          Download request (CSR)
        </DownloadLink>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          Send the request to the outside authority. Its answer is a certificate; bring it here, and below it the
          certificates above it up to the root.{' '}
          {waiting ? '' : 'A renewal for the same key is installed in the same way.'}
        </p>
        <InstallLater authorityId={authorityId} />
      </div>
    </Card>
  );
}

import type { Metadata } from 'next';
import { cache } from 'react';
import { found, requireSignedIn, titled } from '../../../../session';
import { certificatePageWords } from '../_components/certificate-page.words';
import { HoldPage } from '../_components/hold-page';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}/release`);
  return { reads, view: await found(reads.certificate(id)) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = certificatePageWords().release;
  return titled(read((await params).id), ({ view }) => words.releaseCertificates(view.certificate.displayName));
}

export default async function Page({ params }: Params) {
  const { reads, view } = await read((await params).id);
  const [viewer, issuer] = await Promise.all([
    reads.viewer(),
    reads.authority(view.certificate.issuerId).catch(() => null),
  ]);
  return (
    <HoldPage
      act="release"
      view={view}
      crlUrl={issuer?.publishing.crlUrl ?? null}
      sealed={viewer.sealState === 'sealed'}
    />
  );
}

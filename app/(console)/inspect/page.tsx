import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../session';
import { Inspector } from './_components/inspector';

export const metadata: Metadata = { title: 'Inspect' };

export default async function InspectPage() {
  await requireSignedIn('/inspect');
  return (
    <Page>
      <PageHeader title="Inspect">
        Certificates, requests, revocation lists, OCSP answers, PKCS#7, PKCS#12, key stores: what is in them, whether it
        is right, and whether a path leads to a root that is trusted here. Nothing is stored, and private keys are never
        shown.
      </PageHeader>
      <Inspector />
    </Page>
  );
}

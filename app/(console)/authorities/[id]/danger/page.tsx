import type { Metadata } from 'next';
import { TextLink } from '@/components/ui/link';
import { found, titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { DangerActs } from '../_components/danger-acts';
import { ImpactList } from '../_components/impact-list';
import { readAuthority } from '../_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'danger'),
    ({ view }) => `Danger zone of ${view.node.authority.name} · Authorities`,
  );
}

export default async function AuthorityDangerPage({ params }: Params) {
  const { reads, view, sealed } = await readAuthority((await params).id, 'danger');
  const { authority, certificate } = view.node;
  const impact = await found(reads.authorityImpact(authority.id));
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="danger">
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <DangerActs view={view} />
        <div className="flex min-w-0 flex-col gap-4">
          <ImpactList impact={impact} />
          {certificate ? (
            <p className="text-13">
              <TextLink href={`/authorities/${authority.id}/rollover`}>Plan a rollover</TextLink> to stop it without
              breaking anything: dates, and who has to install what.
            </p>
          ) : null}
        </div>
      </div>
    </AuthorityFrame>
  );
}

import type { Metadata } from 'next';
import { Phrase } from '@/components/language/phrase';
import { TextLink } from '@/components/ui/link';
import { found, titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { authorityPageWords } from '../_components/authority-page.words';
import { DangerActs } from '../_components/danger-acts';
import { ImpactList } from '../_components/impact-list';
import { readAuthority } from '../_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().danger;
  return titled(readAuthority((await params).id, 'danger'), ({ view }) =>
    words.dangerZoneOfAuthorities(view.node.authority.name),
  );
}

export default async function AuthorityDangerPage({ params }: Params) {
  const words = authorityPageWords().danger;
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
              <Phrase
                of={words.planARolloverToStop}
                parts={{ link: (text) => <TextLink href={`/authorities/${authority.id}/rollover`}>{text}</TextLink> }}
              />
            </p>
          ) : null}
        </div>
      </div>
    </AuthorityFrame>
  );
}

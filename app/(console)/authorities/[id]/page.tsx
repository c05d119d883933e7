import type { Metadata } from 'next';
import { titled } from '../../../session';
import { AuthorityFrame } from './_components/authority-frame';
import { AuthorityOverview } from './_components/authority-overview';
import { authorityPageWords } from './_components/authority-page.words';
import { readAuthority } from './_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().detail;
  return titled(readAuthority((await params).id, ''), ({ view }) => words.authorities(view.node.authority.name));
}

export default async function AuthorityPage({ params }: Params) {
  const { view, sealed } = await readAuthority((await params).id, '');
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="overview">
      <AuthorityOverview view={view} />
    </AuthorityFrame>
  );
}

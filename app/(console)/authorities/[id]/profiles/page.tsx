import { CircleCheck, CircleSlash } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Cell, Row, Table } from '@/components/ui/table';
import type { Authority } from '@/lib/domain/entities';
import type { ProfileRow } from '@/lib/services/get-profiles';
import { titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { readAuthority } from '../_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'profiles'),
    ({ view }) => `Profiles of ${view.node.authority.name} · Authorities`,
  );
}

export default async function AuthorityProfilesPage({ params }: Params) {
  const { reads, view, sealed } = await readAuthority((await params).id, 'profiles');
  const { authority } = view.node;
  const rows = (await reads.profiles()).filter(({ status }) => status === 'active');
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="profiles">
      <Card
        title="What it may issue"
        id="profiles"
        note="An authority may be limited to some profiles in its settings, and a profile to some authorities in its rules."
        actions={
          <ButtonLink href={`/authorities/${authority.id}/settings`} size="small">
            Change
          </ButtonLink>
        }
        flush
      >
        <Table label="Profiles" head={['Profile', 'Life', 'Purposes', 'May it?']} wideOnly={[2]}>
          {rows.map((row) => {
            const why = whyNot(row, authority);
            const Icon = why ? CircleSlash : CircleCheck;
            return (
              <Row key={row.id}>
                <Cell className="min-w-32">
                  <Link data-row href={`/profiles/${row.id}`} className="font-medium after:absolute after:inset-0">
                    {row.name}
                  </Link>
                </Cell>
                <Cell className="sm:whitespace-nowrap">
                  {row.definition.defaultValidityDays} days{' '}
                  <span className="text-muted max-sm:block max-sm:text-13">
                    (at most {row.definition.maxValidityDays})
                  </span>
                </Cell>
                <Cell className="font-mono text-13 max-sm:hidden">{row.extKeyUsage.join(', ')}</Cell>
                <Cell>
                  <span className={`inline-flex items-start gap-1.5 ${why ? 'text-muted' : 'text-valid'}`}>
                    <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                    {why ?? 'Yes'}
                  </span>
                </Cell>
              </Row>
            );
          })}
        </Table>
      </Card>
    </AuthorityFrame>
  );
}

function whyNot(row: ProfileRow, { id, settings }: Authority): string | null {
  if (settings.profiles && !settings.profiles.includes(row.id)) return 'No, by the settings of this authority';
  return row.definition.authorities?.includes(id) === false ? 'No, by the rules of the profile' : null;
}

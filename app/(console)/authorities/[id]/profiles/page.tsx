import { CircleCheck, CircleSlash } from 'lucide-react';
import type { Metadata } from 'next';
import { Phrase } from '@/components/language/phrase';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Cell, Row, Table } from '@/components/ui/table';
import type { Authority } from '@/lib/domain/entities';
import type { ProfileRow } from '@/lib/services/get-profiles';
import { titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { authorityPageWords } from '../_components/authority-page.words';
import { readAuthority } from '../_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().profiles;
  return titled(readAuthority((await params).id, 'profiles'), ({ view }) =>
    words.profilesOfAuthorities(view.node.authority.name),
  );
}

export default async function AuthorityProfilesPage({ params }: Params) {
  const words = authorityPageWords().profiles;
  const { reads, view, sealed } = await readAuthority((await params).id, 'profiles');
  const { authority } = view.node;
  const rows = (await reads.profiles()).filter(({ status }) => status === 'active');
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="profiles">
      <Card
        title={words.whatItMayIssue}
        id="profiles"
        note={words.anAuthorityMayBeLimited}
        actions={
          <ButtonLink href={`/authorities/${authority.id}/settings`} size="small">
            {words.change}
          </ButtonLink>
        }
        flush
      >
        <Table label={words.profiles} head={[words.profile, words.life, words.purposes, words.mayIt]} wideOnly={[2]}>
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
                  <Phrase
                    of={words.days}
                    parts={{
                      defaultValidityDays: row.definition.defaultValidityDays,
                      span: (
                        <span className="text-muted max-sm:block max-sm:text-13">
                          {words.atMost(row.definition.maxValidityDays)}
                        </span>
                      ),
                    }}
                  />
                </Cell>
                <Cell className="font-mono text-13 max-sm:hidden">{row.extKeyUsage.join(', ')}</Cell>
                <Cell>
                  <span className={`inline-flex items-start gap-1.5 ${why ? 'text-muted' : 'text-valid'}`}>
                    <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                    {why ?? words.yes}
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
  const words = authorityPageWords().profiles;
  if (settings.profiles && !settings.profiles.includes(row.id)) return words.noByTheSettingsOf;
  return row.definition.authorities?.includes(id) === false ? words.noByTheRulesOf : null;
}

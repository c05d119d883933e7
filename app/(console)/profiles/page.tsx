import type { Metadata } from 'next';
import { formatNumber } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Cell, Row, Table } from '@/components/ui/table';
import type { ProfileRow } from '@/lib/services/get-profiles';
import { requireSignedIn } from '../../session';
import { profilesPageWords } from './_components/profiles-page.words';

export const generateMetadata = (): Metadata => ({ title: profilesPageWords().profiles.profiles });

export default async function ProfilesPage() {
  const words = profilesPageWords().profiles;
  const { reads } = await requireSignedIn('/profiles');
  const rows = await reads.profiles();
  const own = rows.filter(({ builtIn }) => !builtIn);
  return (
    <Page>
      <PageHeader
        title={words.profiles}
        actions={
          <ButtonLink href="/profiles/new" tone="primary">
            {words.newProfile}
          </ButtonLink>
        }
      >
        {words.whatMayBePutInto}
      </PageHeader>
      <Card title={words.yourOwn} id="own" flush={own.length > 0}>
        {own.length === 0 ? (
          <p className="text-muted">{words.noneYetCloneABuilt}</p>
        ) : (
          <Rows label={words.yourOwnProfiles} rows={own} />
        )}
      </Card>
      <Card title={words.builtIn} id="built-in" flush>
        <Rows label={words.builtInProfiles} rows={rows.filter(({ builtIn }) => builtIn)} />
      </Card>
    </Page>
  );
}

function Rows({ label, rows }: { label: string; rows: readonly ProfileRow[] }) {
  const words = profilesPageWords().profiles;
  return (
    <Table label={label} head={[words.name, words.life, words.keys, words.certificates, words.state]} wideOnly={[2, 4]}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell>
            <Link data-row href={`/profiles/${row.id}`} className="font-medium after:absolute after:inset-0">
              {row.name}
            </Link>
            {row.builtIn ? null : <p className="text-13 text-muted">{words.from(row.baseLabel)}</p>}
            {row.status === 'retired' ? <p className="text-13 text-muted sm:hidden">{words.retired}</p> : null}
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
          <Cell className="whitespace-nowrap max-sm:hidden">{keysOf(row)}</Cell>
          <Cell className="tabular-nums">{formatNumber(row.certificates)}</Cell>
          <Cell className="whitespace-nowrap max-sm:hidden">
            {row.status === 'retired' ? <span className="text-muted">{words.retired}</span> : words.active}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function keysOf({ definition: { keyAlgorithms } }: ProfileRow): string {
  const words = profilesPageWords().profiles;
  return keyAlgorithms.length > 3 ? words.types(keyAlgorithms.length) : keyAlgorithms.join(', ');
}

import type { Metadata } from 'next';
import { choiceOf, flattenAuthorities } from '@/components/pki/authority-choice';
import { roleWords } from '@/components/role.words';
import { Card, Fact, Facts } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import { found, requireSignedIn, titled } from '../../../../session';
import { NotPermitted } from '../../../_components/not-permitted';
import { peopleWords } from '../../_components/people.words';
import { OperatorForm } from '../_components/operator-form';
import { SignInActs } from '../_components/sign-in-acts';

type Params = { params: Promise<{ id: string }> };

async function read(id: string) {
  const signedIn = await requireSignedIn(`/settings/operators/${id}`);
  if (!signedIn.rights.has('operator.read')) return { ...signedIn, person: null };
  return { ...signedIn, person: await found(signedIn.reads.operator(id)) };
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { title } = peopleWords().list;
  return titled(read((await params).id), ({ person }) => (person ? `${person.name} · ${title}` : title));
}

export default async function OperatorPage({ params }: Params) {
  const { person, operator: me, reads, rights } = await read((await params).id);
  const { list, detail: words, all, only } = peopleWords();
  const roles = roleWords();
  if (!person) return <NotPermitted title={list.title} right="operator.read" />;
  const isMe = person.id === me.id;
  const changes = rights.has('operator.manage') && !isMe;
  const authorities = changes ? flattenAuthorities(await reads.authorities()).map(choiceOf) : [];
  return (
    <Page width="form">
      <PageHeader section={{ href: '/settings/operators', label: list.title }} title={person.name}>
        {person.email}
        {person.disabledAt ? (
          <>
            {' '}
            · {list.disabled} {list.since} <Time at={person.disabledAt} />
          </>
        ) : null}
      </PageHeader>
      <Card title={words.what} id="roles-card">
        {changes ? (
          <OperatorForm
            key={`${person.roles.join()} ${person.authorityIds?.join()}`}
            operator={{
              id: person.id,
              name: person.name,
              roles: person.roles,
              authorityIds: person.authorityIds,
            }}
            authorities={authorities.map(({ id, label }) => ({ id, label }))}
          />
        ) : (
          <div className="flex flex-col gap-4">
            <Facts>
              {person.roles.map((role) => (
                <Fact key={role} label={roles[role].name}>
                  {roles[role].sentence}
                </Fact>
              ))}
            </Facts>
            <p className="text-muted">{person.authorityIds === null ? all : only(person.authorityIds.length)}</p>
            {isMe ? <p className="text-muted">{words.yourself}</p> : null}
          </div>
        )}
      </Card>
      {rights.has('operator.manage') ? (
        <Card title={words.acts} id="sign-in-card">
          <SignInActs
            id={person.id}
            disabled={person.disabledAt !== null}
            isMe={isMe}
            hasCodes={person.secondFactorSince !== null}
          />
        </Card>
      ) : null}
      {rights.has('audit.read') ? (
        <p>
          <TextLink href={`/audit?actor=${encodeURIComponent(person.email)}`}>{words.history}</TextLink>
        </p>
      ) : null}
    </Page>
  );
}

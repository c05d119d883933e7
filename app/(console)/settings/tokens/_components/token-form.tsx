'use client';

import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField, TextAreaField, TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { CheckList } from '../../_components/check-list';
import { peopleWords } from '../../_components/people.words';
import { ShownOnce } from '../../_components/shown-once';

interface Choice {
  readonly id: string;
  readonly label: string;
}

export function TokenForm({
  rights,
  authorities,
  profiles,
}: {
  rights: readonly string[];
  authorities: readonly Choice[];
  profiles: readonly Choice[];
}) {
  const { tokens: words, form: formWords } = peopleWords();
  const rightWords: Readonly<Record<string, string>> = words.rights;
  const form = useApiForm();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [authorityIds, setAuthorityIds] = useState<readonly string[]>([]);
  const [profileIds, setProfileIds] = useState<readonly string[]>([]);
  const [networks, setNetworks] = useState('');
  const [made, setMade] = useState<{ name: string; text: string } | null>(null);
  const create = form.onSubmit(async () => {
    const answer = await call<{ text: string }>('POST', '/tokens', {
      name,
      days: Number(days),
      rights: chosen,
      authorityIds: authorityIds.length > 0 ? authorityIds : null,
      profileIds: profileIds.length > 0 ? profileIds : null,
      networks: networks.split(/[\s,]+/).filter(Boolean),
    });
    setMade({ name, text: answer.text });
    return 'stay';
  });
  if (made)
    return (
      <ShownOnce
        title={words.ready(made.name)}
        warning={words.onceTitle}
        text={words.once}
        label={words.label}
        copy={peopleWords().link.copy}
        value={made.text}
      >
        <div className="flex flex-col gap-1.5">
          <p className="font-medium">{words.use}</p>
          <pre className="overflow-x-auto rounded-md border border-line bg-subtle px-3.5 py-2.5 font-mono text-13">
            {`curl -H "Authorization: Bearer $TOKEN" ${window.location.origin}/api/v1/certificates`}
          </pre>
        </div>
        <div>
          <ButtonLink href="/settings/tokens" size="large">
            {words.back}
          </ButtonLink>
        </div>
      </ShownOnce>
    );
  return (
    <form method="post" onSubmit={create} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <TextField
        id="name"
        label={words.name}
        help={words.nameHelp}
        autoComplete="off"
        value={name}
        onValue={(value) => {
          setName(value);
          form.clear('name');
        }}
        errors={form.errorsFor('name')}
      />
      <SelectField
        id="days"
        label={words.days}
        value={days}
        onValue={setDays}
        options={Object.entries(words.dayChoices)
          .sort(([one], [other]) => Number(one) - Number(other))
          .map(([value, label]) => ({ value, label }))}
        errors={form.errorsFor('days')}
      />
      <CheckList
        id="rights"
        legend={words.rightsLegend}
        choices={rights.map((value) => ({ value, label: rightWords[value] ?? value }))}
        chosen={chosen}
        onChosen={(values) => {
          setChosen(values);
          form.clear('rights');
        }}
        errors={form.errorsFor('rights')}
      />
      {authorities.length > 0 ? (
        <CheckList
          id="authorityIds"
          legend={words.limitAuthorities}
          help={words.optional}
          choices={authorities.map(({ id, label }) => ({ value: id, label }))}
          chosen={authorityIds}
          onChosen={(values) => {
            setAuthorityIds(values);
            form.clear('authorityIds');
          }}
          errors={form.errorsFor('authorityIds')}
        />
      ) : null}
      <CheckList
        id="profileIds"
        legend={words.limitProfiles}
        help={words.optional}
        choices={profiles.map(({ id, label }) => ({ value: id, label }))}
        chosen={profileIds}
        onChosen={(values) => {
          setProfileIds(values);
          form.clear('profileIds');
        }}
        errors={form.errorsFor('profileIds')}
      />
      <TextAreaField
        id="networks"
        label={words.networks}
        optional
        help={words.networksHelp}
        mono
        rows={3}
        value={networks}
        onValue={(value) => {
          setNetworks(value);
          form.clear('networks');
        }}
        errors={form.errorsFor('networks')}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? words.making : words.make}
        </Button>
        <ButtonLink href="/settings/tokens" size="large" tone="quiet">
          {formWords.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}

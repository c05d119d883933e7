'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { formatDateTime } from '@/components/format';
import { roleWords } from '@/components/role.words';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import type { OperatorRole } from '@/lib/domain/operators';
import { CheckList } from '../../_components/check-list';
import { peopleWords } from '../../_components/people.words';
import { ShownOnce } from '../../_components/shown-once';

export interface Choice {
  readonly id: string;
  readonly label: string;
}
interface MadeInvitation {
  readonly invitation: { readonly email: string; readonly expiresAt: string };
  readonly token: string;
}

/** Invites somebody, or changes what somebody may do. */
export function OperatorForm({
  operator,
  authorities,
}: {
  operator: {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly OperatorRole[];
    readonly authorityIds: readonly string[] | null;
  } | null;
  authorities: readonly Choice[];
}) {
  const { form: words } = peopleWords();
  const sayRole = roleWords();
  const form = useApiForm();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [name, setName] = useState(operator?.name ?? '');
  const [roles, setRoles] = useState<readonly OperatorRole[]>(operator?.roles ?? []);
  const [limited, setLimited] = useState((operator?.authorityIds ?? null) !== null);
  const [ids, setIds] = useState<readonly string[]>(operator?.authorityIds ?? []);
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const [saved, setSaved] = useState(false);
  const send = form.onSubmit(async (idempotencyKey) => {
    setSaved(false);
    const what = { name, roles, authorityIds: limited ? ids : null };
    if (operator) {
      await call('PATCH', `/operators/${operator.id}`, what, { idempotencyKey });
      setSaved(true);
      router.refresh();
    } else
      setMade(await call<MadeInvitation>('POST', '/operators/invitations', { ...what, email }, { idempotencyKey }));
    return 'stay';
  });
  if (made) return <LinkShown made={made} />;
  return (
    <form method="post" onSubmit={send} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      {operator ? null : (
        <TextField
          id="email"
          label={words.email}
          help={words.emailHelp}
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          onValue={(value) => {
            setEmail(value);
            form.clear('email');
          }}
          errors={form.errorsFor('email')}
        />
      )}
      <TextField
        id="name"
        label={words.name}
        optional
        autoComplete="off"
        value={name}
        onValue={(value) => {
          setName(value);
          form.clear('name');
        }}
        errors={form.errorsFor('name')}
      />
      <CheckList
        id="roles"
        legend={words.rolesLegend}
        help={words.rolesHelp}
        choices={(Object.keys(sayRole) as OperatorRole[]).map((value) => ({
          value,
          label: sayRole[value].name,
          sentence: sayRole[value].sentence,
        }))}
        chosen={roles}
        onChosen={(values) => {
          setRoles(values);
          form.clear('roles');
        }}
        errors={form.errorsFor('roles')}
      />
      {authorities.length > 0 ? (
        <div className="flex flex-col gap-3">
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              checked={limited}
              onChange={(event) => setLimited(event.target.checked)}
              className="mt-0.5 size-4 shrink-0"
            />
            <span className="font-medium">{words.limits}</span>
          </label>
          {limited ? (
            <CheckList
              id="authorityIds"
              legend={<span className="sr-only">{words.limits}</span>}
              help={words.limitsHelp}
              choices={authorities.map(({ id, label }) => ({ value: id, label }))}
              chosen={ids}
              onChosen={(values) => {
                setIds(values);
                form.clear('authorityIds');
              }}
              errors={form.errorsFor('authorityIds')}
            />
          ) : null}
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {operator ? (form.pending ? words.saving : words.save) : form.pending ? words.inviting : words.invite}
        </Button>
        {operator ? null : (
          <ButtonLink href="/settings/operators" size="large" tone="quiet">
            {words.cancel}
          </ButtonLink>
        )}
        <p role="status" className="text-13 text-muted">
          {saved ? words.saved : ''}
        </p>
      </div>
    </form>
  );
}

/** The token stands behind `#`, which browsers send to nobody. */
export function LinkShown({ made }: { made: MadeInvitation }) {
  const { link: words } = peopleWords();
  return (
    <ShownOnce
      title={words.ready(made.invitation.email)}
      warning={words.onceTitle}
      text={words.once}
      label={words.label}
      copy={words.copy}
      value={`${window.location.origin}/invitation#token=${made.token}`}
      help={words.ends(formatDateTime(new Date(made.invitation.expiresAt)))}
    >
      <div>
        <ButtonLink href="/settings/operators" size="large">
          {words.back}
        </ButtonLink>
      </div>
    </ShownOnce>
  );
}

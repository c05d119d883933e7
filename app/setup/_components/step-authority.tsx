'use client';

import { ApiProblem } from '@/components/api-client';
import { AuthorityKeySelect, LifetimeSelect } from '@/components/pki/authority-fields';
import { KindIcon } from '@/components/pki/kind-icon';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { TextField } from '@/components/ui/field';
import { issuingName, rootName } from './setup-state';
import type { StepProps } from './step-props';

export function StepAuthority({
  draft,
  change,
  form,
  publicUrl,
  onBack,
  onNext,
}: StepProps & { publicUrl: string; onBack: () => void; onNext: () => void }) {
  const next = form.onSubmit(async () => {
    if (draft.organisation.trim() === '') {
      const message = 'Enter the name of your organisation; it becomes part of the authorities’ names.';
      throw new ApiProblem({
        title: 'The organisation is missing',
        status: 400,
        detail: message,
        code: 'validation-failed',
        requestId: null,
        fields: [{ field: 'organisation', message }],
      });
    }
    onNext();
    return 'stay';
  });
  const named = draft.organisation.trim() === '' ? 'Your organisation' : draft.organisation;
  return (
    <form method="post" onSubmit={next} noValidate className="flex flex-col gap-6">
      <TextField
        id="organisation"
        label="Organisation"
        placeholder="Northwind"
        autoComplete="organization"
        autoFocus
        value={draft.organisation}
        onValue={(organisation) => {
          change({ organisation });
          form.clear('organisation');
        }}
        errors={form.errorsFor('organisation')}
      />
      <ul className="grid gap-3 rounded-md bg-subtle p-4">
        <Named kind="root" name={rootName(named)} text="Installed wherever your certificates are to be trusted." />
        <Named kind="issuing" name={issuingName(named)} text="Signs the certificates of servers and clients." />
      </ul>
      <Disclosure
        summary="Advanced"
        hint={`${draft.rootKey} and ${draft.issuingKey}, ${Math.round(draft.rootDays / 365)} and ${Math.round(draft.issuingDays / 365)} years`}
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <AuthorityKeySelect
            id="root-keyAlgorithm"
            label="Root key"
            recommended="P-384"
            value={draft.rootKey}
            onValue={(rootKey) => change({ rootKey })}
            errors={form.errorsFor('root.keyAlgorithm')}
          />
          <LifetimeSelect
            id="root-validityDays"
            label="Root lifetime"
            years={[5, 10, 15, 20, 25]}
            value={draft.rootDays}
            onValue={(rootDays) => change({ rootDays })}
            errors={form.errorsFor('root.validityDays')}
          />
          <AuthorityKeySelect
            id="issuing-keyAlgorithm"
            label="Issuing key"
            recommended="P-256"
            value={draft.issuingKey}
            onValue={(issuingKey) => change({ issuingKey })}
            errors={form.errorsFor('issuing.keyAlgorithm')}
          />
          <LifetimeSelect
            id="issuing-validityDays"
            label="Issuing lifetime"
            years={[1, 2, 3, 5, 8, 10]}
            value={draft.issuingDays}
            onValue={(issuingDays) => change({ issuingDays })}
            errors={form.errorsFor('issuing.validityDays')}
          />
          <div className="sm:col-span-2">
            <p className="font-medium">Revocation lists are served under</p>
            <p className="mt-1 font-mono text-13 [overflow-wrap:anywhere]">{publicUrl}</p>
            <p className="mt-1 text-13 text-muted">
              This address is written into every certificate. Clients on other machines must be able to reach it; if it
              is wrong, stop the server and set the public address before you go on.
            </p>
          </div>
        </div>
      </Disclosure>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" size="large" type="submit">
          Continue
        </Button>
        <Button size="large" tone="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}

function Named({ kind, name, text }: { kind: 'root' | 'issuing'; name: string; text: string }) {
  return (
    <li className="flex items-start gap-3">
      <KindIcon kind={kind} className="mt-0.5 size-4" />
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
        <p className="text-13 text-muted">{text}</p>
      </div>
    </li>
  );
}

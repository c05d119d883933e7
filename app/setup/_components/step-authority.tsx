'use client';

import { ApiProblem } from '@/components/api-client';
import { AuthorityKeySelect, LifetimeSelect } from '@/components/pki/authority-fields';
import { KindIcon } from '@/components/pki/kind-icon';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { TextField } from '@/components/ui/field';
import { setupWords } from './setup.words';
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
  const words = setupWords().stepAuthority;
  const next = form.onSubmit(async () => {
    if (draft.organisation.trim() === '') {
      const message = words.enterTheNameOfYour;
      throw new ApiProblem({
        title: words.theOrganisationIsMissing,
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
  const named = draft.organisation.trim() === '' ? words.yourOrganisation : draft.organisation;
  return (
    <form method="post" onSubmit={next} noValidate className="flex flex-col gap-6">
      <TextField
        id="organisation"
        label={words.organisation}
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
        <Named kind="root" name={rootName(named)} text={words.installedWhereverYourCertificatesAre} />
        <Named kind="issuing" name={issuingName(named)} text={words.signsTheCertificatesOfServers} />
      </ul>
      <Disclosure
        summary={words.advanced}
        hint={words.andAndYears(
          draft.rootKey,
          draft.issuingKey,
          Math.round(draft.rootDays / 365),
          Math.round(draft.issuingDays / 365),
        )}
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <AuthorityKeySelect
            id="root-keyAlgorithm"
            label={words.rootKey}
            recommended="P-384"
            value={draft.rootKey}
            onValue={(rootKey) => change({ rootKey })}
            errors={form.errorsFor('root.keyAlgorithm')}
          />
          <LifetimeSelect
            id="root-validityDays"
            label={words.rootLifetime}
            years={[5, 10, 15, 20, 25]}
            value={draft.rootDays}
            onValue={(rootDays) => change({ rootDays })}
            errors={form.errorsFor('root.validityDays')}
          />
          <AuthorityKeySelect
            id="issuing-keyAlgorithm"
            label={words.issuingKey}
            recommended="P-256"
            value={draft.issuingKey}
            onValue={(issuingKey) => change({ issuingKey })}
            errors={form.errorsFor('issuing.keyAlgorithm')}
          />
          <LifetimeSelect
            id="issuing-validityDays"
            label={words.issuingLifetime}
            years={[1, 2, 3, 5, 8, 10]}
            value={draft.issuingDays}
            onValue={(issuingDays) => change({ issuingDays })}
            errors={form.errorsFor('issuing.validityDays')}
          />
          <div className="sm:col-span-2">
            <p className="font-medium">{words.revocationListsAreServedUnder}</p>
            <p className="mt-1 font-mono text-13 [overflow-wrap:anywhere]">{publicUrl}</p>
            <p className="mt-1 text-13 text-muted">{words.thisAddressIsWrittenInto}</p>
          </div>
        </div>
      </Disclosure>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" size="large" type="submit">
          {words.continue}
        </Button>
        <Button size="large" tone="quiet" onClick={onBack}>
          {words.back}
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

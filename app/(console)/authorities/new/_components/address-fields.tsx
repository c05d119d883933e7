'use client';

import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import type { LimitsDraft } from '@/components/pki/limits-draft';
import { LinesField } from '@/components/pki/lines-field';
import { Disclosure } from '@/components/ui/disclosure';
import { TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';

const addresses = () =>
  [
    { name: 'crlUrls', label: makeAuthorityWords().addressFields.revocationList, what: 'crl' },
    { name: 'ocspUrls', label: makeAuthorityWords().addressFields.ocsp, what: 'ocsp' },
    { name: 'caIssuersUrls', label: makeAuthorityWords().addressFields.certificateOfThisAuthority, what: 'ca' },
  ] as const;

/** Addresses of the operator's own, for lists that another server passes on. */
export function AddressFields({
  draft,
  change,
  form,
}: {
  draft: LimitsDraft;
  change: (part: Partial<LimitsDraft>) => void;
  form: ApiForm;
}) {
  const words = makeAuthorityWords().addressFields;
  return (
    <Disclosure summary={words.addressesInCertificates} hint={draft.crlUrls || words.thoseOfThisServer}>
      <div className="flex flex-col gap-4">
        <p className="text-13 text-muted">{words.whereClientsFetchRevocationLists}</p>
        {addresses().map(({ name, label, what }) => (
          <LinesField
            key={name}
            id={`settings.${name}`}
            label={label}
            optional
            rows={1}
            placeholder={`http://pki.example/${what}`}
            value={draft[name]}
            onValue={(text) => change({ [name]: text })}
            form={form}
          />
        ))}
        <TextField
          id="settings.crlLifeDays"
          label={words.lifeOfARevocationList}
          optional
          inputMode="numeric"
          placeholder="7"
          value={draft.crlLifeDays}
          onValue={(crlLifeDays) => {
            change({ crlLifeDays });
            form.clear('settings.crlLifeDays');
          }}
          errors={form.errorsFor('settings.crlLifeDays')}
        />
      </div>
    </Disclosure>
  );
}

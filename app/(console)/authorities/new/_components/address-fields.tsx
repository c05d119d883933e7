'use client';

import type { LimitsDraft } from '@/components/pki/limits-draft';
import { LinesField } from '@/components/pki/lines-field';
import { Disclosure } from '@/components/ui/disclosure';
import { TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';

const ADDRESSES = [
  { name: 'crlUrls', label: 'Revocation list', what: 'crl' },
  { name: 'ocspUrls', label: 'OCSP', what: 'ocsp' },
  { name: 'caIssuersUrls', label: 'Certificate of this authority', what: 'ca' },
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
  return (
    <Disclosure summary="Addresses in certificates" hint={draft.crlUrls || 'Those of this server'}>
      <div className="flex flex-col gap-4">
        <p className="text-13 text-muted">
          Where clients fetch revocation lists, OCSP answers and this authority’s certificate. Left empty: the public
          address of this server. They can be changed later for what is signed then.
        </p>
        {ADDRESSES.map(({ name, label, what }) => (
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
          label="Life of a revocation list, in days"
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

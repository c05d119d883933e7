import { profileWords } from '@/components/kind.words';
import { Phrase } from '@/components/language/phrase';
import { Button } from '@/components/ui/button';
import type { ProfileName } from '@/lib/domain/entities';
import type { AskedForRequest } from '@/lib/services/submit-request';
import { requestPageWords } from './request-page.words';

/** A plain GET form: what is tried is in the address, and the table beside shows what it gives. */
export function Choices({
  requestId,
  asked,
  suggested,
  needsNames,
  profiles,
  authorities,
}: {
  requestId: string;
  asked: AskedForRequest;
  suggested: ProfileName | null;
  needsNames: boolean;
  profiles: readonly { readonly id: string; readonly name: string }[];
  authorities: readonly { readonly id: string; readonly label: string }[];
}) {
  const words = requestPageWords().choices;
  return (
    <form key={JSON.stringify(asked)} action={`/requests/${requestId}`} className="flex flex-col gap-4">
      <Select
        id="profile"
        label={words.profile}
        value={asked.profile ?? ''}
        options={[
          {
            value: '',
            label: suggested ? words.asTheRequestAsks(profileWords()[suggested]) : words.asTheRequestAsks2,
          },
          ...profiles.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        id="authority"
        label={words.authority}
        value={asked.authorityId ?? ''}
        options={[
          { value: '', label: words.theNewestThatCanSign },
          ...authorities.map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      <div className="flex flex-col gap-1.5">
        <label htmlFor="days" className="font-medium">
          <Phrase
            of={words.validityInDaysOptional}
            parts={{ span: (text) => <span className="font-normal text-muted">{text}</span> }}
          />
        </label>
        <input
          id="days"
          name="days"
          inputMode="numeric"
          pattern="[0-9]{1,5}"
          defaultValue={asked.validityDays ?? ''}
          className="field-box touch-target h-9 px-3"
        />
      </div>
      {needsNames || asked.names ? (
        <div className="flex flex-col gap-1.5">
          <label htmlFor="names" className="font-medium">
            {words.names}
          </label>
          <textarea
            id="names"
            name="names"
            rows={2}
            defaultValue={asked.names?.join(', ') ?? ''}
            aria-describedby="names-help"
            className="field-box px-3 py-2"
          />
          <p id="names-help" className="text-13 text-muted">
            {words.thisProfileTakesNoneFrom}
          </p>
        </div>
      ) : null}
      <div>
        <Button type="submit">{words.showWhatThatGives}</Button>
      </div>
    </form>
  );
}

function Select({
  id,
  label,
  value,
  options,
}: {
  id: string;
  label: string;
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select id={id} name={id} defaultValue={value} className="field-box touch-target h-9 px-2.5">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

import { Button } from '@/components/ui/button';
import type { RolloverView } from '@/lib/services/get-rollover';
import { KeepDistribution } from './keep-distribution';
import { rolloverPageWords } from './rollover-page.words';

/** A plain GET form: what is tried out is in the address, with or without script. */
export function PlanFields({
  plan,
  typed,
  refusal,
}: {
  plan: RolloverView;
  typed: { readonly distribution: string | undefined; readonly life: string | undefined };
  refusal: string | null;
}) {
  const words = rolloverPageWords().planFields;
  const { authority, distributionDays, setDistributionDays, own } = plan;
  const isTried = refusal === null && typed.distribution !== undefined && distributionDays !== setDistributionDays;
  return (
    <section aria-labelledby="assumptions" className="no-print rounded-lg border border-line bg-subtle p-5">
      <h2 id="assumptions" className="mb-3 font-semibold">
        {words.whatThePlanAssumes}
      </h2>
      {refusal ? (
        <p role="alert" className="mb-3 text-revoked">
          {refusal}
        </p>
      ) : null}
      <form action={`/authorities/${authority.id}/rollover`} className="flex flex-wrap items-end gap-x-6 gap-y-4">
        <Days
          id="distribution"
          label={authority.kind === 'root' ? words.daysUntilANewRoot : words.daysUntilEverybodyKnowsThe}
          value={typed.distribution ?? String(distributionDays)}
          invalid={refusal !== null}
        />
        <Days
          id="life"
          label={words.longestLifeOfWhatIt}
          value={typed.life ?? String(own.signedLifeDays)}
          invalid={refusal !== null}
        />
        <Button type="submit" className="h-9">
          {words.tryThese}
        </Button>
        {isTried ? <KeepDistribution authorityId={authority.id} days={distributionDays} /> : null}
      </form>
      <p className="mt-3 text-13 text-muted">
        {words.theLongestLifeIsThat(
          setDistributionDays === null
            ? words.nothingIsSetForThis(distributionDays)
            : words.daysAreSetForThis(setDistributionDays),
        )}
      </p>
    </section>
  );
}

function Days({ id, label, value, invalid }: { id: string; label: string; value: string; invalid: boolean }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        key={value}
        name={id}
        inputMode="numeric"
        defaultValue={value}
        aria-invalid={invalid || undefined}
        className="field-box touch-target h-9 w-32! px-3"
      />
    </div>
  );
}

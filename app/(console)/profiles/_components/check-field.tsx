'use client';

/** One yes or no. */
export function CheckField({
  id,
  label,
  help,
  checked,
  onChecked,
}: {
  id: string;
  label: string;
  help?: string;
  checked: boolean;
  onChecked: (checked: boolean) => void;
}) {
  return (
    <label htmlFor={id} className="flex min-h-6 items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChecked(event.target.checked)}
        aria-describedby={help ? `${id}-help` : undefined}
        className="mt-0.5 size-4 shrink-0"
      />
      <span className="min-w-0">
        {label}
        {help ? (
          <span id={`${id}-help`} className="block text-13 text-muted">
            {help}
          </span>
        ) : null}
      </span>
    </label>
  );
}

/** Several of a few. */
export function CheckGroup<Value extends string>({
  legend,
  help,
  options,
  chosen,
  onChosen,
  id,
}: {
  legend: string;
  help?: string;
  id: string;
  options: readonly { readonly value: Value; readonly label: string }[];
  chosen: readonly Value[];
  onChosen: (chosen: readonly Value[]) => void;
}) {
  return (
    <fieldset id={id} tabIndex={-1} className="min-w-0">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {help ? <p className="mb-2 text-13 text-muted">{help}</p> : null}
      <div className="grid gap-1.5 sm:grid-cols-2">
        {options.map(({ value, label }) => (
          <CheckField
            key={value}
            id={`${id}-${value}`}
            label={label}
            checked={chosen.includes(value)}
            onChecked={(checked) => onChosen(checked ? [...chosen, value] : chosen.filter((one) => one !== value))}
          />
        ))}
      </div>
    </fieldset>
  );
}

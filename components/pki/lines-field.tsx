'use client';

import type { ComponentProps } from 'react';
import { TextAreaField } from '../ui/field';
import type { ApiForm } from '../use-api-form';

/** A list as text, one entry a line, so that it can be pasted. Its id is the request's field, whose refusals it shows. */
export function LinesField({
  id,
  onValue,
  form,
  ...field
}: { form: ApiForm } & Pick<
  ComponentProps<typeof TextAreaField>,
  'id' | 'label' | 'help' | 'optional' | 'value' | 'onValue' | 'rows' | 'placeholder'
>) {
  return (
    <TextAreaField
      id={id}
      mono
      rows={2}
      onValue={(text) => {
        onValue(text);
        form.clear(id);
      }}
      errors={form.errorsFor(id)}
      {...field}
    />
  );
}

'use client';

import { useEffect, useState } from 'react';
import { call, toProblem } from '@/components/api-client';
import { formatDay } from '@/components/format';
import { Message } from '@/components/ui/message';
import { useDebounced } from '@/components/use-debounced';
import { renewWords } from './renew.words';

interface Diff {
  readonly rows: readonly { readonly what: string; readonly old: string; readonly new: string }[];
  readonly revokeOldAt: string | null;
  readonly refusals: readonly { readonly field: string; readonly message: string }[];
}

/** Old and new side by side, asked of the server 300 ms after the last change. Null: there is nothing to ask yet. */
export function RenewDiff({ id, body }: { id: string; body: object | null }) {
  const words = renewWords().renewDiff;
  const text = useDebounced(body === null ? null : JSON.stringify(body));
  const [diff, setDiff] = useState<Diff | null>(null);
  const [loading, setLoading] = useState(true);
  useEffect(() => {
    if (text === null) return setDiff(null);
    const abort = new AbortController();
    setLoading(true);
    call<Diff>('POST', `/certificates/${id}/renew/preview`, JSON.parse(text), { signal: abort.signal })
      .then(setDiff)
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        const { detail, fields } = toProblem(error);
        setDiff({
          rows: [],
          revokeOldAt: null,
          refusals: fields.length > 0 ? fields : [{ field: '', message: detail }],
        });
      })
      .finally(() => !abort.signal.aborted && setLoading(false));
    return () => abort.abort();
  }, [id, text]);
  return (
    <section aria-labelledby="diff" aria-busy={loading} className="rounded-lg border border-line bg-subtle">
      <h2 id="diff" className="border-b border-line-faint px-5 py-3 font-semibold">
        {words.oldAndNew}
      </h2>
      {diff === null ? (
        <p className="p-5 text-muted">{text === null ? words.pasteTheRequestToSee : words.comparing}</p>
      ) : diff.rows.length === 0 ? (
        <div className="p-5">
          <p className="font-medium text-revoked">{words.itWouldBeRefused}</p>
          <ul className="mt-1 flex list-disc flex-col gap-1 ps-4">
            {diff.refusals.map(({ field, message }) => (
              <li key={`${field} ${message}`} className="[overflow-wrap:anywhere]">
                <Message text={message} />
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <ul aria-label={words.oldAndNew} className="divide-y divide-line-faint">
          {diff.rows.map((row) => (
            <li key={row.what} className="grid gap-x-4 gap-y-0.5 px-5 py-2.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
              <p className="text-13 text-muted">{row.what}</p>
              {row.old === row.new ? (
                <p className="[overflow-wrap:anywhere]">
                  {row.new} <span className="text-13 text-muted">{words.stays}</span>
                </p>
              ) : (
                <p className="[overflow-wrap:anywhere]">
                  <del className="text-muted decoration-muted">
                    <span className="sr-only">{words.old}</span>
                    {row.old}
                  </del>{' '}
                  <ins className="font-medium no-underline">
                    <span className="sr-only">{words.newIt}</span>
                    {row.new}
                  </ins>
                </p>
              )}
            </li>
          ))}
          <li className="grid gap-x-4 gap-y-0.5 px-5 py-2.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <p className="text-13 text-muted">{words.theOldOne}</p>
            <p>
              {diff.revokeOldAt ? words.isRevokedOn(formatDay(new Date(diff.revokeOldAt))) : words.staysGoodUntilItEnds}
            </p>
          </li>
        </ul>
      )}
      {diff && diff.rows.length > 0 && diff.refusals.length > 0 ? (
        <ul className="flex list-disc flex-col gap-1 border-t border-line-faint px-5 py-3 ps-9 text-revoked">
          {diff.refusals.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <Message text={message} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

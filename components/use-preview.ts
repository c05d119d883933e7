'use client';

import { useEffect, useMemo, useState } from 'react';
import type { LintFinding } from '@/lib/pki/types';
import type { IssuerKeyState } from '@/lib/services/views';
import { type ApiProblem, call, type FieldProblem, toProblem } from './api-client';
import type { ShownName } from './pki/name-list';
import { useDebounced } from './use-debounced';

/** The preview as it travels: dates are RFC 3339 text. */
export interface PreviewJson {
  readonly subjectText: string;
  readonly names: readonly ShownName[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly issuerName: string;
  readonly issuerKey: IssuerKeyState;
  readonly keyUsage: readonly string[];
  readonly extKeyUsage: readonly string[];
  readonly lints: readonly LintFinding[];
}
export interface PreviewState {
  readonly preview: PreviewJson | null;
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
}

const NOTHING: PreviewState = { preview: null, problem: null, loading: false };

/**
 * What issuing would give, asked of the server 300 ms after the last change; nothing is signed. A null body asks for
 * nothing, and an answer that a newer question has overtaken is dropped.
 */
export function usePreview(body: object | null): PreviewState {
  const text = useDebounced(useMemo(() => (body ? JSON.stringify(body) : null), [body]));
  const [state, setState] = useState<PreviewState>(NOTHING);
  useEffect(() => {
    if (text === null) {
      setState(NOTHING);
      return;
    }
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    call<PreviewJson>('POST', '/certificates/preview', JSON.parse(text), { signal: abort.signal })
      .then((preview) => setState({ preview, problem: null, loading: false }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState({ preview: null, problem: toProblem(error), loading: false });
      });
    return () => abort.abort();
  }, [text]);
  return state;
}

/** The preview's refusals of names, under the field that this form calls them by. */
export function nameErrors(state: PreviewState, field: string): readonly FieldProblem[] {
  return (state.problem?.fields ?? [])
    .filter((entry) => entry.field === 'names' || entry.field.startsWith('names.'))
    .map((entry) => ({ ...entry, field: entry.field.replace(/^names/, field) }));
}

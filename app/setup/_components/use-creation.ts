'use client';

import { useRef, useState } from 'react';
import { type ApiProblem, call, newIdempotencyKey, toProblem } from '@/components/api-client';
import { setupWords } from './setup.words';
import { issuingName, type Resume, rootName, type SetupDraft, type SetupSecrets } from './setup-state';

export const stages = () =>
  [
    setupWords().useCreation.operatorAndKeys,
    setupWords().useCreation.rootAuthority,
    setupWords().useCreation.issuingAuthority,
    setupWords().useCreation.firstCrls,
  ] as const;

export interface Creation {
  readonly phase: 'idle' | 'running' | 'failed' | 'done';
  /** Stages before this one are finished. */
  readonly stage: number;
  readonly failedStage: number | null;
  readonly problem: ApiProblem | null;
  readonly rootId: string | null;
  readonly operatorMade: boolean;
  run(): void;
  reset(): void;
}

/** Three calls in order. A finished stage is never repeated: running again goes on at the one that failed. */
export function useCreation({
  draft,
  secrets,
  resume,
}: {
  draft: SetupDraft;
  secrets: SetupSecrets;
  resume: Resume | null;
}): Creation {
  const [state, setState] = useState<Pick<Creation, 'phase' | 'stage' | 'problem'>>({
    phase: 'idle',
    stage: 0,
    problem: null,
  });
  const made = useRef({
    operator: resume !== null,
    rootId: resume?.root?.id ?? null,
    issuingId: null as string | null,
  });
  const keys = useRef<{ root: string; issuing: string } | null>(null);

  const run = async () => {
    keys.current ??= { root: newIdempotencyKey(), issuing: newIdempotencyKey() };
    let stage = 0;
    const begin = (next: number) => {
      stage = next;
      setState({ phase: 'running', stage: next, problem: null });
    };
    try {
      begin(0);
      if (!made.current.operator) {
        await call('POST', '/setup', setupBody(draft, secrets), { stayOn401: true });
        made.current.operator = true;
      }
      begin(1);
      made.current.rootId ??= await createAuthority(
        { kind: 'root', name: rootName(draft.organisation), keyAlgorithm: draft.rootKey, validityDays: draft.rootDays },
        keys.current.root,
      );
      begin(2);
      made.current.issuingId ??= await createAuthority(
        {
          kind: 'issuing',
          parentId: made.current.rootId,
          name: issuingName(draft.organisation),
          keyAlgorithm: draft.issuingKey,
          validityDays: draft.issuingDays,
        },
        keys.current.issuing,
      );
      begin(3);
      // Each authority came with its first list; asking for them proves that they are served.
      await call<unknown>('GET', `/authorities/${made.current.issuingId}`);
      setState({ phase: 'done', stage: stages().length, problem: null });
    } catch (error) {
      setState({ phase: 'failed', stage, problem: toProblem(error) });
    }
  };

  return {
    ...state,
    failedStage: state.phase === 'failed' ? state.stage : null,
    rootId: made.current.rootId,
    operatorMade: made.current.operator,
    run: () => void run(),
    reset: () => setState({ phase: 'idle', stage: 0, problem: null }),
  };
}

async function createAuthority(body: object, idempotencyKey: string): Promise<string> {
  return (await call<{ id: string }>('POST', '/authorities', body, { idempotencyKey })).id;
}

function setupBody(draft: SetupDraft, secrets: SetupSecrets): object {
  return {
    setupToken: secrets.token.trim(),
    operator: { email: draft.email.trim(), password: secrets.password },
    keyProtection:
      draft.mode === 'passphrase' ? { mode: 'passphrase', passphrase: secrets.passphrase } : { mode: 'key-file' },
    organisation: draft.organisation.trim(),
  };
}

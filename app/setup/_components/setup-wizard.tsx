'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { BrandMark } from '@/components/brand-mark';
import { ErrorSummary } from '@/components/ui/error-summary';
import { useApiForm } from '@/components/use-api-form';
import { useDraft } from '@/components/use-draft';
import type { KeyProtectionMode } from '@/lib/domain/entities';
import { CreationStages } from './creation-stages';
import { setupWords } from './setup.words';
import { SetupDone } from './setup-done';
import { anchorOf, EMPTY_DRAFT, type Resume, type SetupSecrets, stepOf, steps } from './setup-state';
import { StepAuthority } from './step-authority';
import { StepKeys } from './step-keys';
import { StepOperator } from './step-operator';
import type { StepProps } from './step-props';
import { StepReview } from './step-review';
import { Stepper } from './stepper';
import { type Creation, useCreation } from './use-creation';

const headings = () =>
  [
    setupWords().setupWizard.whoRunsThisAuthority,
    setupWords().setupWizard.howShouldKeysBeProtected,
    setupWords().setupWizard.whatIsYourOrganisationCalled,
    setupWords().setupWizard.reviewAndCreate,
  ] as const;

/** The first run. Four questions, one press, and the tab's own memory for everything that is not a secret. */
export function SetupWizard({
  resume,
  defaultKeyProtection,
  keyFilePath,
  publicUrl,
  now,
  initialToken,
}: {
  resume: Resume | null;
  defaultKeyProtection: KeyProtectionMode;
  keyFilePath: string;
  publicUrl: string;
  now: string;
  initialToken: string;
}) {
  const words = setupWords().setupWizard;
  const initial = useRef({ ...EMPTY_DRAFT, mode: defaultKeyProtection, organisation: resume?.organisation ?? '' });
  const { draft, change, forget } = useDraft('/setup', initial.current);
  const [secrets, setSecrets] = useState<SetupSecrets>({ token: initialToken, password: '', passphrase: '' });
  const form = useApiForm();
  const [step, setStep] = useState(resume ? 3 : 0);
  const creation = useCreation({
    draft: resume ? { ...draft, organisation: resume.organisation } : draft,
    secrets,
    resume,
  });
  useFragmentToken((token) => setSecrets((before) => ({ ...before, token })));
  const heading = useFocusOn(`${step} ${creation.phase}`);

  // A refusal of a field goes back to the step that asked for it; the rest of the input stays.
  const { problem } = creation;
  const { setProblem } = form;
  useEffect(() => {
    const field = problem?.fields[0]?.field;
    if (!problem || !field || creation.failedStage !== 0) return;
    setStep(stepOf(field));
    setProblem(problem);
  }, [problem, creation.failedStage, setProblem]);
  useEffect(() => {
    if (creation.phase === 'done') forget();
  }, [creation.phase, forget]);

  const go = (to: number) => {
    form.setProblem(null);
    setStep(to);
  };
  const asking =
    creation.phase === 'idle' || (problem !== null && creation.failedStage === 0 && problem.fields.length > 0);
  if (creation.phase === 'done')
    return (
      <Frame organisation={draft.organisation}>
        <SetupDone headingRef={heading} organisation={draft.organisation} rootId={creation.rootId} />
      </Frame>
    );
  return (
    <Frame
      organisation=""
      aside={<Stepper step={asking ? step : steps().length} onGo={asking && !resume ? go : undefined} />}
    >
      <div className="flex flex-col gap-1">
        <p className="text-13 text-muted lg:hidden">
          {words.stepOf(Math.min(step + 1, steps().length), steps().length)}
        </p>
        <h1 ref={heading} tabIndex={-1} className="text-24 font-semibold tracking-[-0.015em]">
          {headingOf(asking, step, resume, creation.phase)}
        </h1>
      </div>
      {form.problem && asking ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={anchorOf} />
      ) : null}
      {!asking ? (
        <CreationStages creation={creation} onBack={resume || creation.operatorMade ? undefined : creation.reset} />
      ) : null}
      {asking ? (
        <Step
          {...{ step, draft, change, secrets, setSecrets, form, resume, keyFilePath, publicUrl }}
          now={new Date(now)}
          go={go}
          onCreate={creation.run}
        />
      ) : null}
    </Frame>
  );
}

function headingOf(asking: boolean, step: number, resume: Resume | null, phase: Creation['phase']): string {
  const words = setupWords().setupWizard;
  if (!asking) return phase === 'failed' ? words.creationStopped : words.creatingYourAuthority;
  return resume ? words.continueTheSetUp : (headings()[step] ?? '');
}

function Step({
  step,
  go,
  resume,
  keyFilePath,
  publicUrl,
  now,
  onCreate,
  ...shared
}: StepProps & {
  step: number;
  go: (step: number) => void;
  resume: Resume | null;
  keyFilePath: string;
  publicUrl: string;
  now: Date;
  onCreate: () => void;
}) {
  if (step === 0) return <StepOperator {...shared} onNext={() => go(1)} />;
  if (step === 1) return <StepKeys {...shared} keyFilePath={keyFilePath} onBack={() => go(0)} onNext={() => go(2)} />;
  if (step === 2) return <StepAuthority {...shared} publicUrl={publicUrl} onBack={() => go(1)} onNext={() => go(3)} />;
  return (
    <StepReview
      {...{ draft: shared.draft, resume, keyFilePath, publicUrl, now, onCreate }}
      onBack={resume ? undefined : () => go(2)}
    />
  );
}

function Frame({ organisation, aside, children }: { organisation: string; aside?: ReactNode; children: ReactNode }) {
  const words = setupWords().setupWizard;
  return (
    <div className="min-h-dvh bg-subtle">
      <div className="mx-auto grid max-w-[64rem] gap-x-12 gap-y-8 px-4 py-8 sm:px-8 lg:grid-cols-[13rem_minmax(0,1fr)] lg:py-16">
        <header className="flex flex-col gap-8">
          <p className="flex items-center gap-3">
            <BrandMark className="size-8 shrink-0" />
            <span className="min-w-0">
              <span className="block text-16 font-semibold leading-5 tracking-[-0.01em]">Countersign</span>
              <span className="block truncate text-12 text-muted">
                {organisation === '' ? words.firstRun : organisation}
              </span>
            </span>
          </p>
          {aside}
        </header>
        <main
          id="main"
          className="forced-border flex min-w-0 flex-col gap-7 rounded-lg border border-line bg-card p-5 sm:p-10"
        >
          {children}
          <noscript>
            <p className="text-revoked">{words.theSetUpNeedsJavascript}</p>
          </noscript>
        </main>
      </div>
    </div>
  );
}

/** A token in the fragment never reaches a server's log; it is taken and wiped from the address. */
function useFragmentToken(onToken: (token: string) => void) {
  const take = useRef(onToken);
  useEffect(() => {
    const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
    if (token) take.current(token);
    if (token || window.location.search.includes('token=')) window.history.replaceState(null, '', '/setup');
  }, []);
}

/** Each step announces itself: focus goes to its heading, but not on the first paint. */
function useFocusOn(mark: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(mark);
  useEffect(() => {
    if (before.current === mark) return;
    before.current = mark;
    heading.current?.focus();
  }, [mark]);
  return heading;
}

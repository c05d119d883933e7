'use client';

import { lazy, useCallback, useEffect, useRef, useState } from 'react';
import { stepUpDialogWords } from '@/components/step-up-dialog.words';
import { registerStepUpPrompt } from './step-up';
import { Dialog } from './ui/dialog';

// Every page can be asked, few are: the form is fetched when it is.
const StepUpForm = lazy(() => import('./step-up-form'));

/** Asks for the password again when an act wants it, then lets the act go on. One for all pages. */
export function StepUpDialog() {
  const words = stepUpDialogWords();
  const [open, setOpen] = useState(false);
  const waiting = useRef<((given: boolean) => void)[]>([]);
  const settle = useCallback((given: boolean) => {
    setOpen(false);
    for (const resolve of waiting.current.splice(0)) resolve(given);
  }, []);
  useEffect(
    () =>
      registerStepUpPrompt(
        () =>
          new Promise((resolve) => {
            waiting.current.push(resolve);
            setOpen(true);
          }),
      ),
    [],
  );
  return (
    <Dialog
      title={words.yourPasswordOnceMore}
      description={words.thisActWantsItGiven}
      open={open}
      onOpenChange={(next) => {
        if (!next) settle(false);
      }}
    >
      {open ? <StepUpForm onGiven={() => settle(true)} onCancel={() => settle(false)} /> : null}
    </Dialog>
  );
}

import { Disclosure } from '@/components/ui/disclosure';
import type { ChosenRoot } from '@/lib/services/trust-portal';
import { trustPageWords } from './trust-page.words';
import { Step } from './trust-step';

/** Every system, the visitor's own first and open. */
export function Platforms({ chosen: { platforms, authorityId } }: { chosen: ChosenRoot }) {
  const words = trustPageWords().platforms;
  return platforms.map(({ id, title, likely, steps, remove }, at) => (
    <Disclosure key={id} summary={title} hint={likely ? words.probablyYours : undefined} open={at === 0 && likely}>
      <ol className="flex list-decimal flex-col gap-4 ps-5">
        {steps.map((step) => (
          <li key={step.say}>
            <Step step={step} authorityId={authorityId} what={title} />
          </li>
        ))}
      </ol>
      <h3 className="mt-5 mb-1 font-medium">{words.takeItAway}</h3>
      <Step step={remove} authorityId={authorityId} what={title} />
    </Disclosure>
  ));
}

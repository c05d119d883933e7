import { Card } from '@/components/ui/card';
import type { ChosenRoot, ProofView } from '@/lib/services/trust-portal';
import { ProofCheck } from './proof-check';
import { ProofSwitch } from './proof-switch';
import { trustPageWords } from './trust-page.words';

/** Whether this device trusts the root, tried and not guessed. */
export function Proof({ chosen, proof }: { chosen: ChosenRoot; proof: ProofView }) {
  const { words, state, url } = proof;
  return (
    <Card
      title={words.title}
      id="proof"
      note={words.note}
      actions={
        state === 'unavailable' || (chosen.expired && state !== 'on') ? null : (
          <ProofSwitch authorityId={chosen.authorityId} on={state === 'on'} />
        )
      }
    >
      <div className="flex flex-col gap-3">
        {state === 'on' && url ? (
          <>
            <ProofCheck key={chosen.authorityId} url={url} words={words} />
            <p>
              {words.open}{' '}
              <a
                href={url}
                className="touch-target text-accent underline decoration-accent/40 underline-offset-3 [overflow-wrap:anywhere] hover:text-accent-hover"
              >
                {url}
              </a>
            </p>
          </>
        ) : (
          <p>{words[state === 'unavailable' ? 'unavailable' : 'off']}</p>
        )}
        {proof.otherRoot ? (
          <p className="text-muted">
            {trustPageWords().proof.onElsewhere(proof.otherRoot)} {words.oneRoot}
          </p>
        ) : null}
      </div>
    </Card>
  );
}

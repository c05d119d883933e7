import { Check, Minus, TriangleAlert, X } from 'lucide-react';
import { sideOutcomeWords } from '@/components/lab/side.words';
import type { LabSideView } from '@/lib/services/get-lab';
import { PARTY } from './lab-words';
import { sideChecksWords } from './side-checks.words';

type PeerCheck = LabSideView['checks'][number];

const outcomes = () =>
  ({
    passed: { icon: Check, ink: 'text-valid', word: sideChecksWords().passed },
    failed: { icon: X, ink: 'text-revoked', word: sideChecksWords().failed },
    warned: { icon: TriangleAlert, ink: 'text-expiring', word: sideChecksWords().warning },
    skipped: { icon: Minus, ink: 'text-muted', word: sideChecksWords().notChecked },
  }) as const satisfies Record<PeerCheck['outcome'], unknown>;

/** What one side checked of the other, in order; each leads to the message that it is about. */
export function SideChecks({
  side,
  href,
  onCheck,
}: {
  side: LabSideView;
  href: (step: number) => string;
  onCheck?: (step: number, check: PeerCheck) => void;
}) {
  const id = `checks-${side.side}`;
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-lg border border-line bg-card">
      <div className="border-b border-line-faint px-5 py-3">
        <h2 id={id} className="text-14 font-semibold">
          {sideChecksWords().checkedBy[side.side]}
        </h2>
        <p className={`text-13 ${side.outcome === 'refused' ? 'text-revoked' : 'text-muted'}`}>
          {PARTY[side.side]} {sideOutcomeWords()[side.outcome]}
          {side.stackCode ? (
            <>
              {' · OpenSSL: '}
              <code className="font-mono text-12">{side.stackCode}</code>
            </>
          ) : null}
        </p>
      </div>
      {side.checks.length === 0 ? (
        <p className="px-5 py-4 text-muted">{side.verdict}</p>
      ) : (
        <ol className="divide-y divide-line-faint">
          {side.checks.map((check) => (
            <CheckLine key={check.id} check={check} side={side} href={href} {...(onCheck ? { onCheck } : {})} />
          ))}
        </ol>
      )}
    </section>
  );
}

function CheckLine({
  check,
  side,
  href,
  onCheck,
}: {
  check: PeerCheck;
  side: LabSideView;
  href: (step: number) => string;
  onCheck?: (step: number, check: PeerCheck) => void;
}) {
  const { icon: Icon, ink, word } = outcomes()[check.outcome];
  const step = check.id === 'possession' ? side.proofStep : side.certificateStep;
  return (
    <li className="relative flex items-start gap-3 px-5 py-2.5 hover:bg-subtle">
      <Icon role="img" aria-label={word} className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <p className="font-medium">
          {step === null ? (
            check.label
          ) : (
            <a
              href={href(step)}
              onClick={(event) => {
                if (!onCheck || event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onCheck(step, check);
              }}
              className="after:absolute after:inset-0"
            >
              {check.label}
            </a>
          )}
        </p>
        <p className="text-13 [overflow-wrap:anywhere]">{check.evidence}</p>
        <p className="text-12 text-muted">
          <code className="font-mono">{check.field}</code> · {check.section}
        </p>
      </div>
    </li>
  );
}

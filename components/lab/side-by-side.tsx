'use client';

import type { LabRunView } from '@/lib/services/get-lab';
import { Card } from '../ui/card';
import { HandshakeLanes } from './handshake-lanes';
import { protocolWord } from './lab-words';
import { sideBySideWords } from './side-by-side.words';

/** Two recorded handshakes beside each other; a step leads to the run that it is from. */
export function SideBySide({ left, right }: { left: LabRunView; right: LabRunView }) {
  const words = sideBySideWords();
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      {[left, right].map((view) => (
        <Card
          key={view.run.id}
          id={`lanes-${view.run.id}`}
          title={protocolWord(view.setup.version)}
          note={words.messagesOctets(view.messages.length, view.wire.client + view.wire.server)}
        >
          {view.messages.length === 0 ? (
            <p className="text-muted">{words.noMessageWasSent}</p>
          ) : (
            <HandshakeLanes
              view={view}
              current={null}
              idPrefix={view.run.id}
              href={(step) => `/lab/${view.run.id}?step=${step}#detail`}
            />
          )}
        </Card>
      ))}
    </div>
  );
}

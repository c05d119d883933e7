'use client';

import type { LabRunView } from '@/lib/services/get-lab';
import { Card } from '../ui/card';
import { HandshakeLanes } from './handshake-lanes';
import { protocolWord } from './lab-words';

/** Two recorded handshakes beside each other; a step leads to the run that it is from. */
export function SideBySide({ left, right }: { left: LabRunView; right: LabRunView }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      {[left, right].map((view) => (
        <Card
          key={view.run.id}
          id={`lanes-${view.run.id}`}
          title={protocolWord(view.setup.version)}
          note={`${view.messages.length} messages, ${view.wire.client + view.wire.server} octets`}
        >
          {view.messages.length === 0 ? (
            <p className="text-muted">No message was sent.</p>
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

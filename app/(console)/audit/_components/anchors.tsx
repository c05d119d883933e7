import { formatNumber } from '@/components/format';
import { buttonClass } from '@/components/ui/button';
import { Card, Fact, Facts } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Time } from '@/components/ui/time';
import type { AnchorsView } from '@/lib/services/get-anchors';
import { anchorsWords } from './anchors.words';

/** What proves the end of the log, and what takes it elsewhere. */
export function Anchors({ anchors }: { anchors: AnchorsView }) {
  const words = anchorsWords();
  const { lastCheckpoint, keySha256, sinks, unanchoredSince } = anchors;
  const command = `node verify-audit-log.mjs ${keySha256 ? `--key ${keySha256} ` : ''}countersign-audit.jsonl`;
  return (
    <Card title={words.title} id="anchors" note={words.note}>
      <div className="flex flex-col gap-5">
        <Facts columns={2}>
          <Fact label={words.checkpoint}>
            {lastCheckpoint ? (
              <>
                {words.upTo(formatNumber(lastCheckpoint.seq))} <Time at={lastCheckpoint.at} />
              </>
            ) : (
              words.none
            )}
          </Fact>
          <Fact label={words.unanchored}>{unanchoredSince ? <Time at={unanchoredSince} /> : words.allOutside}</Fact>
          <Fact label={words.outside} wide>
            {sinks.length === 0 ? (
              <span className="text-muted">{words.noPlace}</span>
            ) : (
              <ul className="flex flex-col gap-1">
                {sinks.map(({ name, problem, deliveredSeq }) => (
                  <li key={name} className="[overflow-wrap:anywhere]">
                    <span className="font-mono text-13">{name}</span>{' '}
                    {problem === '' ? (
                      words.has(formatNumber(deliveredSeq))
                    ) : (
                      <span className="text-revoked">
                        {words.fails} {problem}
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Fact>
          {keySha256 ? (
            <Fact label={words.key} wide>
              <code className="font-mono text-13">{keySha256}</code>
            </Fact>
          ) : null}
        </Facts>
        <div className="flex flex-wrap gap-2">
          <a href="/api/v1/audit/export" download className={buttonClass('plain', 'medium')}>
            {words.export}
          </a>
          <a href="/verify-audit-log.mjs" download className={buttonClass('plain', 'medium')}>
            {words.verifier}
          </a>
        </div>
        <div className="flex flex-col gap-1.5">
          <p className="text-13 text-muted">{words.how}</p>
          <div className="flex items-start justify-between gap-3 rounded-md border border-line bg-subtle px-3.5 py-2.5">
            <code className="min-w-0 font-mono text-13 [overflow-wrap:anywhere]">{command}</code>
            <CopyButton text={command} what={anchorsWords().command} tone="plain" />
          </div>
        </div>
      </div>
    </Card>
  );
}

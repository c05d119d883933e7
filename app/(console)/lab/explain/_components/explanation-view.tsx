import { CircleCheck } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import type { ExplainedError } from '@/lib/services/explain-error';
import { explainWords } from './explain.words';

export function ExplanationView({ found }: { found: ExplainedError }) {
  const words = explainWords();
  const { causes, findings, matched, facts } = found;
  const [host] = facts.hosts;
  const query = new URLSearchParams({ ...(host ? { host } : {}), ...(facts.port ? { port: String(facts.port) } : {}) });
  const probe = (
    <ButtonLink href={`/lab/remote${host ? `?${query}` : ''}`}>{host ? words.probeHost(host) : words.probe}</ButtonLink>
  );
  return (
    <>
      {findings.length > 0 ? (
        <Notice tone={findings.some(({ confirms }) => confirms) ? 'warning' : 'info'} title={words.inventory}>
          <ul className="flex flex-col gap-1">
            {findings.map(({ words: said, href }) => (
              <li key={said}>
                {said} <TextLink href={href}>{words.open}</TextLink>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {causes.length === 0 ? (
        <Notice tone="info" title={words.nothing} actions={probe}>
          {words.nothingText}
        </Notice>
      ) : (
        <section aria-labelledby="causes" className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 id="causes" className="text-16 font-semibold">
              {words.causes(causes.length)}
            </h2>
            {probe}
          </div>
          <ol className="flex flex-col gap-3">
            {causes.map((cause, at) => (
              <li key={cause.id} className="min-w-0 rounded-lg border border-line bg-card p-5">
                <h3 className="font-semibold">
                  {at + 1}. {cause.title}
                </h3>
                {cause.confirmed ? (
                  <p className="mt-1 inline-flex items-center gap-1.5 text-13 font-medium text-valid">
                    <CircleCheck aria-hidden="true" className="size-4" />
                    {words.confirmed}
                  </p>
                ) : null}
                <p className="mt-1">{cause.means}</p>
                <dl className="mt-3 flex flex-col gap-2">
                  <div>
                    <dt className="text-13 text-muted">{words.check}</dt>
                    <dd className="[overflow-wrap:anywhere]">
                      {cause.check}
                      {cause.command ? (
                        <span className="mt-1 flex items-start justify-between gap-2 rounded-md bg-subtle px-3 py-1.5">
                          <code className="min-w-0 font-mono text-13">{cause.command}</code>
                          <CopyButton text={cause.command} what={words.command} />
                        </span>
                      ) : null}
                    </dd>
                  </div>
                  <div>
                    <dt className="text-13 text-muted">{words.fix}</dt>
                    <dd className="[overflow-wrap:anywhere]">{cause.fix}</dd>
                  </div>
                </dl>
              </li>
            ))}
          </ol>
        </section>
      )}
      {matched.length > 0 ? (
        <Card title={words.matched} id="matched" flush>
          <ul className="divide-y divide-line-faint">
            {matched.map(({ id, program, line, excerpt }) => (
              <li key={id} className="px-5 py-2.5">
                <p className="text-13 text-muted">
                  {program} · {words.line(line)}
                </p>
                <p className="font-mono text-12 [overflow-wrap:anywhere]">{excerpt}</p>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

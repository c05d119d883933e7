import { CopyButton } from '@/components/ui/copy-button';
import type { TrustStep } from '@/lib/pki/trust/trust-steps';
import { trustPageWords } from './trust-page.words';

export const fileAddress = (authorityId: string, name: string): string => `/api/v1/trust/${authorityId}/files/${name}`;

export function Step({
  step: { say, command, file },
  authorityId,
  what,
}: {
  step: TrustStep;
  authorityId: string;
  what: string;
}) {
  const words = trustPageWords().trustStep;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p>{say}</p>
      {file ? (
        <p>
          <a
            href={fileAddress(authorityId, file)}
            download={file}
            className="touch-target font-mono text-13 text-accent underline decoration-accent/40 underline-offset-3 [overflow-wrap:anywhere] hover:text-accent-hover"
          >
            {file}
          </a>
        </p>
      ) : null}
      {command ? (
        <div className="flex items-start justify-between gap-2 rounded-md border border-line-faint bg-subtle py-2 ps-3 pe-2">
          <pre className="min-w-0 whitespace-pre-wrap font-mono text-13 [overflow-wrap:anywhere]">
            <code>{command}</code>
          </pre>
          <CopyButton text={command} what={words.commandFor(what)} />
        </div>
      ) : null}
    </div>
  );
}

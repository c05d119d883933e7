import { groupHex, serialSuffix } from '../format';
import { CopyButton } from '../ui/copy-button';
import { pkiWords } from './pki.words';

/** Hex in groups of four bytes that wraps at groups; copying gives plain hex. */
export function Hex({ value, what, hotkey }: { value: string; what: string; hotkey?: string }) {
  return (
    <div className="flex items-start justify-between gap-2">
      <code className="flex min-w-0 flex-wrap gap-x-2 font-mono text-13 leading-5">
        {groupHex(value).map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
          <span key={index}>{group}</span>
        ))}
      </code>
      <CopyButton text={value} what={what} {...(hotkey ? { hotkey } : {})} />
    </div>
  );
}

/** The end of a serial: enough to tell two certificates of one name apart. */
export function SerialSuffix({ serial }: { serial: string }) {
  const words = pkiWords().fingerprint;
  return (
    <code className="whitespace-nowrap font-mono text-12 text-muted" title={words.serial(serial)}>
      <span aria-hidden="true">…</span>
      {serialSuffix(serial)}
    </code>
  );
}

import { CopyButton } from '../ui/copy-button';
import { pkiWords } from './pki.words';

/** A block of text to read and copy: PEM, a decoded certificate, a configuration. */
export function PemBox({ text, what, tall = false }: { text: string; what: string; tall?: boolean }) {
  const words = pkiWords().pemBox;
  return (
    <div className="relative min-w-0">
      <div className="absolute end-2 top-2 rounded-md bg-subtle">
        <CopyButton text={text} what={what} label={words.copy} tone="plain" />
      </div>
      <section
        aria-label={what}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
        tabIndex={0}
        className={`overflow-auto rounded-md bg-subtle ${tall ? 'max-h-[32rem]' : 'max-h-80'}`}
      >
        <pre className="w-max min-w-full p-4 pe-24 max-sm:pt-12 font-mono text-12 leading-5">{text}</pre>
      </section>
    </div>
  );
}

'use client';

import { PLACES } from './places';

/** Every key and what it does. Without single letters only the rest is shown. */
export default function HotkeysHelp({ letters }: { letters: boolean }) {
  const control = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on small screens it scrolls, and must be reachable with the keyboard
    <section aria-label="All keys" tabIndex={0} className="p-5 -outline-offset-2">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr_auto_1fr]">
        <Key keys={[control, 'K']} means="Search, go anywhere, begin anything" />
        <Key keys={['Ctrl', 'Enter']} means="Send the form" />
        <Key keys={['Esc']} means="Close what is open" />
        {letters ? (
          <>
            <Key keys={['/']} means="Search this list, or everything" />
            <Key keys={['c']} means="New; then the letter beside an entry" />
            <Key keys={['j']} means="Next row" />
            <Key keys={['k']} means="Row before" />
            <Key keys={['Enter']} means="Open the row" />
            <Key keys={['x']} means="Choose the row" />
            <Key keys={['Shift', 'x']} means="Choose up to the row" />
            <Key keys={['f']} means="Filter the list" />
            <Key keys={['e']} means="Export the list" />
            <Key keys={['v']} means="Views of the list" />
            <Key keys={['d']} means="Download, where a page offers files" />
            <Key keys={['r']} means="Renew the certificate" />
            <Key keys={['y']} means="Copy the fingerprint" />
            <Key keys={['.']} means="More that can be done" />
            {Object.entries(PLACES).map(([key, place]) => (
              <Key key={key} keys={['g', key]} means={`Go to ${place.label}`} />
            ))}
            <Key keys={['?']} means="This list" />
          </>
        ) : null}
      </dl>
    </section>
  );
}

function Key({ keys, means }: { keys: readonly string[]; means: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <kbd
            key={key}
            className="inline-flex h-6 min-w-6 items-center justify-center rounded-sm border border-line bg-subtle px-1.5 font-sans text-12"
          >
            {key}
          </kbd>
        ))}
      </dt>
      <dd>{means}</dd>
    </>
  );
}

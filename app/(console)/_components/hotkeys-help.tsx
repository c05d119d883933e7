'use client';

import { PLACES } from './places';

/** Every key and what it does. */
export default function HotkeysHelp() {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 p-5">
      <Key keys={['/']} means="Search" />
      <Key keys={['c']} means="New" />
      <Key keys={['d']} means="Download, where a page offers files" />
      <Key keys={['Ctrl', 'Enter']} means="Send the form" />
      {Object.entries(PLACES).map(([key, place]) => (
        <Key key={key} keys={['g', key]} means={`Go to ${place.label}`} />
      ))}
      <Key keys={['?']} means="This list" />
    </dl>
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

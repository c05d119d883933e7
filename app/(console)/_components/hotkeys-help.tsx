'use client';

import { hotkeysHelpWords } from '@/app/(console)/_components/hotkeys-help.words';
import { places } from './places';

/** Every key and what it does. Without single letters only the rest is shown. */
export default function HotkeysHelp({ letters }: { letters: boolean }) {
  const words = hotkeysHelpWords();
  const control = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on small screens it scrolls, and must be reachable with the keyboard
    <section aria-label={words.allKeys} tabIndex={0} className="p-5 -outline-offset-2">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr_auto_1fr]">
        <Key keys={[control, 'K']} means={words.searchGoAnywhereBeginAnything} />
        <Key keys={['Ctrl', 'Enter']} means={words.sendTheForm} />
        <Key keys={['Esc']} means={words.closeWhatIsOpen} />
        {letters ? (
          <>
            <Key keys={['/']} means={words.searchThisListOrEverything} />
            <Key keys={['c']} means={words.newThenTheLetterBeside} />
            <Key keys={['j']} means={words.nextRow} />
            <Key keys={['k']} means={words.rowBefore} />
            <Key keys={['Enter']} means={words.openTheRow} />
            <Key keys={['x']} means={words.chooseTheRow} />
            <Key keys={['Shift', 'x']} means={words.chooseUpToTheRow} />
            <Key keys={['f']} means={words.filterTheList} />
            <Key keys={['e']} means={words.exportTheList} />
            <Key keys={['v']} means={words.viewsOfTheList} />
            <Key keys={['d']} means={words.downloadWhereAPageOffers} />
            <Key keys={['r']} means={words.renewTheCertificate} />
            <Key keys={['y']} means={words.copyTheFingerprint} />
            <Key keys={['.']} means={words.moreThatCanBeDone} />
            {Object.entries(places()).map(([key, place]) => (
              <Key key={key} keys={['g', key]} means={words.goTo(place.label)} />
            ))}
            <Key keys={['?']} means={words.thisList} />
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

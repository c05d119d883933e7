'use client';

import { Check, Copy, Link as LinkIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyButtonWords } from '@/components/ui/copy-button.words';
import { buttonClass } from './button';

/** Copies text; where the clipboard is closed (plain HTTP off loopback) it says so, and the text beside it can be selected. */
export function CopyButton({
  text,
  what,
  label,
  link = false,
  hotkey,
  tone = 'quiet',
  size = 'small',
}: {
  text: string;
  what: string;
  /** Shown beside the icon; without it the button is an icon with a spoken name. */
  label?: string;
  /** The text is a path: what is copied is the whole address. */
  link?: boolean;
  hotkey?: string;
  tone?: 'quiet' | 'plain';
  size?: 'small' | 'medium';
}) {
  const words = copyButtonWords();
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link ? new URL(text, window.location.href).href : text);
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  const Icon = state === 'copied' ? Check : link ? LinkIcon : Copy;
  const said = state === 'copied' ? words.copied : state === 'refused' ? words.selectAndCopyByHand : label;
  return (
    <>
      <button
        type="button"
        onClick={copy}
        aria-keyshortcuts={hotkey}
        data-hotkey={hotkey}
        aria-label={label ? `${label}: ${what}` : words.copy(what)}
        title={label ? undefined : words.copy(what)}
        className={buttonClass(tone, size, label ? '' : 'size-7 px-0! touch-square')}
      >
        <Icon aria-hidden="true" className={`size-3.5 ${state === 'copied' ? 'text-valid' : ''}`} />
        {label || state === 'refused' ? <span>{said}</span> : null}
      </button>
      <span aria-live="polite" className="sr-only">
        {state === 'copied' ? words.copied2(what) : ''}
      </span>
    </>
  );
}

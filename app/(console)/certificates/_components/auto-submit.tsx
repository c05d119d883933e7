'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { announceGoing } from '@/components/going';

/** The filter form: a choice applies at once, the text on Enter; without script the button does it. */
export function AutoSubmit({ address, children }: { address: string; children: ReactNode }) {
  const router = useRouter();
  return (
    <form
      // A new address brings its own values into the fields.
      key={address}
      action="/certificates"
      className="flex flex-wrap gap-2"
      onChange={(event) => event.target instanceof HTMLSelectElement && event.currentTarget.requestSubmit()}
      onSubmit={(event) => {
        event.preventDefault();
        const query = new URLSearchParams();
        for (const [name, value] of new FormData(event.currentTarget)) {
          if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
        }
        const text = query.toString();
        const href = text === '' ? '/certificates' : `/certificates?${text}`;
        announceGoing(href);
        router.push(href);
      }}
    >
      {children}
    </form>
  );
}

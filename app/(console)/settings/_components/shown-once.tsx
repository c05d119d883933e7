'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';

/** A secret, this once: it is not stored, so it cannot be shown again. */
export function ShownOnce({
  title,
  warning,
  text,
  label,
  value,
  copy,
  help,
  children,
}: {
  title: string;
  warning: string;
  text: string;
  label: string;
  value: string;
  copy: string;
  help?: string;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="flex flex-col gap-6">
      <h2 ref={heading} tabIndex={-1} className="text-16 font-semibold [overflow-wrap:anywhere]">
        {title}
      </h2>
      <Notice tone="warning" title={warning}>
        {text}
      </Notice>
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">{label}</p>
        <div className="flex items-center justify-between gap-3 rounded-md border border-line bg-subtle px-3.5 py-2.5">
          <code data-shown="secret" className="min-w-0 font-mono text-14 [overflow-wrap:anywhere]">
            {value}
          </code>
          <CopyButton text={value} what={label.toLowerCase()} label={copy} tone="plain" />
        </div>
        {help ? <p className="text-13 text-muted">{help}</p> : null}
      </div>
      {children}
    </div>
  );
}

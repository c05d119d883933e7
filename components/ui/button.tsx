import type { ComponentProps, ReactNode } from 'react';

export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'danger' | 'danger-plain';
export type ButtonSize = 'small' | 'medium' | 'large';

const TONES: Record<ButtonTone, string> = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover',
  plain: 'border-line bg-card text-text hover:border-line-strong hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text',
  danger: 'border-revoked bg-revoked text-on-accent hover:opacity-90',
  'danger-plain': 'border-line bg-card text-revoked hover:border-revoked hover:bg-revoked-tint',
};
const SIZES: Record<ButtonSize, string> = {
  small: 'min-h-7 px-2.5 py-0.5 text-13 gap-1.5',
  medium: 'min-h-8 px-3 py-0.5 text-14 gap-2',
  large: 'min-h-10 px-4 py-0.5 text-14 gap-2',
};

export function buttonClass(tone: ButtonTone = 'plain', size: ButtonSize = 'medium', extra = ''): string {
  return `touch-target inline-flex max-w-full shrink-0 items-center justify-center sm:whitespace-nowrap rounded-md border font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60 ${TONES[tone]} ${SIZES[size]} ${extra}`;
}

/** How a button, or a link that looks like one, is drawn. */
export type Look = { tone?: ButtonTone; size?: ButtonSize; children: ReactNode; className?: string };

export function Button({
  tone,
  size,
  className = '',
  type = 'button',
  ...props
}: Look & Omit<ComponentProps<'button'>, 'className'>) {
  return <button type={type} className={buttonClass(tone, size, className)} {...props} />;
}

/** A file from the server: a plain anchor, so that it works without script. */
export function DownloadLink({ tone, size, className = '', ...props }: Look & Omit<ComponentProps<'a'>, 'className'>) {
  return <a download className={buttonClass(tone, size, className)} {...props} />;
}

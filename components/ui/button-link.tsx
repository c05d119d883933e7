import type { ComponentProps } from 'react';
import { buttonClass, type Look } from './button';
import { Link } from './link';

/** A link that looks like a button. In a file of its own: pages without links inside the product need no router. */
export function ButtonLink({
  tone,
  size,
  className = '',
  ...props
}: Look & Omit<ComponentProps<typeof Link>, 'className'>) {
  return <Link className={buttonClass(tone, size, className)} {...props} />;
}

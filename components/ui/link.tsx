import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** A link inside the product. Nothing is fetched before it is followed: a list of fifty rows costs one request. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}

export function TextLink({ className = '', ...props }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink
      prefetch={false}
      className={`text-accent underline decoration-accent/40 underline-offset-3 hover:text-accent-hover hover:decoration-current ${className}`}
      {...props}
    />
  );
}

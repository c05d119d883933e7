/** Two open rings through each other: each side answers the other's challenge. */
export function BrandMark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <g className="fill-transparent stroke-on-accent" strokeWidth="2.8" strokeLinecap="round">
        <path d="M16.9 10.4a6.6 6.6 0 1 0 0 11.2" />
        <path d="M15.1 10.4a6.6 6.6 0 1 1 0 11.2" />
      </g>
    </svg>
  );
}

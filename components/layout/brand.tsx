/** Two weights in balance: what was issued and what stands behind it. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg viewBox="0 0 20 20" aria-hidden className="size-5 text-accent">
        <rect x="2" y="3" width="7" height="9" rx="1.5" fill="currentColor" opacity="0.45" />
        <rect x="11" y="3" width="7" height="9" rx="1.5" fill="currentColor" />
        <rect x="2" y="14.5" width="16" height="2.5" rx="1.25" fill="currentColor" />
      </svg>
      Lastro
    </span>
  );
}

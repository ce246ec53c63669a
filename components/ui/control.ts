/** How everything looks that is typed into or chosen from. */
export const control =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-muted disabled:opacity-60";

import { classNames } from "./class-names";

/** A place kept for what is still coming. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames("block rounded-md bg-sunken motion-safe:animate-pulse", className)}
    />
  );
}

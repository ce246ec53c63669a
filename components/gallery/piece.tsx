import type { ReactNode } from "react";

/** A part of the gallery under its name. */
export function Piece({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="flex min-w-0 flex-col gap-3">
      <h2 className="border-b border-line pb-1 text-base font-semibold">{name}</h2>
      <div className="flex min-w-0 flex-wrap items-start gap-3">{children}</div>
    </section>
  );
}

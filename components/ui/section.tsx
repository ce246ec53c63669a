import type { ReactNode } from "react";

/** A titled part of a page. */
export function Section({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="card min-w-0 overflow-hidden">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
        <h2 className="text-base font-semibold">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Names and values in two columns, one below the other on narrow screens. */
export function DefinitionList({ items }: { items: readonly [string, ReactNode][] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 pt-1 pb-2 sm:grid-cols-[minmax(9rem,auto)_minmax(0,1fr)]">
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="px-4 pt-1.5 text-xs leading-5 text-muted sm:py-1.5">{name}</dt>
          <dd className="figures px-4 pb-1 sm:py-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

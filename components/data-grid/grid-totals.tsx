"use client";

import { useLocale, useTranslations } from "next-intl";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/format";
import type { GridParts } from "./grid-parts";

/** What the whole filter comes to, whatever is loaded; always in sight under the rows. */
export function GridTotals<Item extends object>({ shown, count }: GridParts<Item>) {
  const t = useTranslations("grid");
  const locale = useLocale();
  if (!shown.some((column) => column.total !== undefined)) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    <div role="rowgroup" className="sticky bottom-0 z-20 min-w-fit">
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: nothing to do with it */}
      <div
        role="row"
        aria-rowindex={count === undefined ? undefined : count + 2}
        className="grid h-8.5 min-w-fit grid-cols-(--grid) items-center border-t border-line-strong bg-surface text-sm font-semibold"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
        <div role="gridcell" className="sticky left-0 z-1 h-full bg-surface" />
        {shown.map((column, place) => (
          <div
            key={column.id}
            role={place === 0 ? "rowheader" : "gridcell"}
            className={classNames(
              "figures flex h-full min-w-0 items-center px-2.5 whitespace-nowrap",
              column.isNumeric && "justify-end",
              place === 0 && "sticky left-9 z-1 bg-surface",
            )}
          >
            {place === 0
              ? t("total", { count: count === undefined ? "…" : formatCount(count, locale) })
              : column.total}
          </div>
        ))}
      </div>
    </div>
  );
}

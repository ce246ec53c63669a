"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "../ui/class-names";
import type { GridColumn, GridSort } from "./column";
import { ColumnHandle } from "./column-handle";
import type { GridParts } from "./grid-parts";
import { isNothing, isSelected, mark, nothing } from "./selection";

/** The head of the rows: names, order and the box that picks everything loaded. */
export function GridHeader<Item extends object>(parts: GridParts<Item>) {
  const { shown, sort, onSort } = parts;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    <div role="rowgroup" className="sticky top-0 z-20 min-w-fit">
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its buttons are */}
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8.5 min-w-fit grid-cols-(--grid) items-center border-b border-line bg-surface"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: its box is */}
        <div role="columnheader" className="sticky left-0 z-1 flex h-full items-center bg-surface pl-3">
          <PickAll {...parts} />
        </div>
        {shown.map((column, place) => (
          // biome-ignore lint/a11y/useSemanticElements: see the grid
          // biome-ignore lint/a11y/useFocusableInteractive: its button is
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sortOf(column, sort)}
            className={classNames(
              "flex h-full min-w-0 items-center px-2.5 text-xs font-medium whitespace-nowrap text-muted",
              column.isNumeric && "justify-end",
              place === 0 ? "sticky left-9 z-1 bg-surface" : "relative",
            )}
          >
            <ColumnName column={column} sort={sort} onSort={onSort} />
            <ColumnHandle column={column} parts={parts} />
          </div>
        ))}
      </div>
    </div>
  );
}

export function sortOf<Item>(
  column: GridColumn<Item>,
  sort: GridSort,
): "ascending" | "descending" | "none" | undefined {
  if (!column.sort) return undefined;
  if (column.sort !== sort.by) return "none";
  return sort.direction === "asc" ? "ascending" : "descending";
}

export function PickAll<Item extends object>({ ids, selection, onSelection }: GridParts<Item>) {
  const t = useTranslations("grid");
  const picked = ids.filter((id) => isSelected(selection, id)).length;
  const isAll = picked > 0 && picked === ids.length;
  return (
    <input
      type="checkbox"
      aria-label={t("selectLoaded")}
      checked={isAll}
      ref={(box) => {
        if (box) box.indeterminate = !isAll && !isNothing(selection);
      }}
      onChange={() => onSelection(isAll ? nothing : mark(selection, ids, true))}
      onKeyDown={(event) => event.key === " " && event.stopPropagation()}
      className="size-4 cursor-pointer accent-accent"
    />
  );
}

export function ColumnName<Item>({
  column,
  sort,
  onSort,
}: {
  column: GridColumn<Item>;
  sort: GridSort;
  onSort: (sort: GridSort) => void;
}) {
  const by = column.sort;
  if (!by) return <span className="truncate">{column.header}</span>;
  const isSorted = by === sort.by;
  const Arrow = sort.direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={() => onSort({ by, direction: isSorted && sort.direction === "desc" ? "asc" : "desc" })}
      className={classNames(
        "-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-ink",
        isSorted && "text-ink",
        column.isNumeric && "flex-row-reverse",
      )}
    >
      {column.header}
      <Arrow aria-hidden className={classNames("size-3.5", !isSorted && "invisible")} />
    </button>
  );
}

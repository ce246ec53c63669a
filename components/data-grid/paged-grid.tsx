"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/format";
import { ColumnName, PickAll, sortOf } from "./grid-header";
import type { GridParts } from "./grid-parts";
import { PickBox } from "./grid-row";
import { isSelected, toggle } from "./selection";

const pageRows = 50;

/** The same list as a plain table, page by page: what every screen reader reads well. */
export function PagedGrid<Item extends object>(parts: GridParts<Item>) {
  const { items, ids, shown, selection, onSelection, cursor, sort, onSort, openId, hasMore, onMore } = parts;
  const t = useTranslations("grid");
  const locale = useLocale();
  const body = useRef<HTMLTableSectionElement>(null);
  const [page, setPage] = useState(0);
  const { at, moves } = cursor;
  const isFull = items.length >= (page + 1) * pageRows;
  useEffect(() => {
    if (!isFull && hasMore) onMore();
  }, [isFull, hasMore, onMore]);
  useLayoutEffect(() => {
    if (moves === 0) return;
    setPage(Math.floor(at / pageRows));
    body.current?.querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus();
  }, [at, moves]);
  const first = Math.min(page, Math.max(0, Math.ceil(items.length / pageRows) - 1)) * pageRows;
  const shownItems = items.slice(first, first + pageRows);
  const range = { from: formatCount(first + 1, locale), to: formatCount(first + shownItems.length, locale) };
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section aria-label={parts.label} tabIndex={0} className="card overflow-x-auto">
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{parts.label}</caption>
          <thead className="border-b border-line">
            <tr>
              <th scope="col" className="data-th w-9 leading-none!">
                <PickAll {...parts} ids={ids.slice(first, first + pageRows)} />
              </th>
              {shown.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={sortOf(column, sort)}
                  style={widthOf(column)}
                  className={classNames("data-th", column.isNumeric && "text-right!")}
                >
                  <ColumnName column={column} sort={sort} onSort={onSort} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} className="divide-y divide-line">
            {shownItems.map((item, offset) => {
              const index = first + offset;
              const id = ids[index]!;
              return (
                <tr
                  key={id}
                  data-index={index}
                  tabIndex={index === at ? 0 : -1}
                  onFocus={() => parts.onRest?.(id)}
                  aria-current={id === openId ? "true" : undefined}
                  className={classNames(
                    "focus-visible:-outline-offset-2",
                    isSelected(selection, id) || id === openId ? "bg-accent-soft" : "hover:bg-hover",
                  )}
                >
                  <td className="data-td leading-none">
                    <PickBox
                      name={parts.nameOf(item)}
                      isOn={isSelected(selection, id)}
                      onPick={() => {
                        cursor.put(index);
                        onSelection(toggle(selection, id));
                      }}
                    />
                  </td>
                  {shown.map((column) => (
                    <td
                      key={column.id}
                      style={widthOf(column)}
                      className={classNames(
                        "data-td whitespace-nowrap",
                        column.isNumeric && "figures text-right",
                        column.isFixed && "truncate",
                      )}
                    >
                      {column.cell(item)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
          {shown.some((column) => column.total !== undefined) ? (
            <tfoot className="border-t border-line-strong font-semibold">
              <tr>
                <td className="data-td" />
                {shown.map((column, place) => (
                  <td
                    key={column.id}
                    className={classNames(
                      "data-td figures whitespace-nowrap",
                      column.isNumeric && "text-right",
                    )}
                  >
                    {place === 0
                      ? t("total", {
                          count: parts.count === undefined ? "…" : formatCount(parts.count, locale),
                        })
                      : column.total}
                  </td>
                ))}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </section>
      <nav aria-label={t("pages")} className="flex items-center justify-between gap-3">
        <Button disabled={first === 0} onClick={() => setPage(page - 1)}>
          {t("previousPage")}
        </Button>
        <span role="status" className="figures text-muted">
          {t("range", {
            ...range,
            count: parts.count === undefined ? "…" : formatCount(parts.count, locale),
          })}
        </span>
        <Button
          disabled={first + shownItems.length >= items.length && !hasMore}
          onClick={() => setPage(Math.floor(first / pageRows) + 1)}
        >
          {t("nextPage")}
        </Button>
      </nav>
    </div>
  );
}

/** A table's cells keep to a width only when each of them is told it. */
function widthOf({ width, isFixed }: { width: number; isFixed?: boolean }) {
  return isFixed ? { minWidth: `${width}rem`, maxWidth: `${width}rem` } : undefined;
}

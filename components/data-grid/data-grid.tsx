"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/format";
import { useToasts } from "../ui/toast";
import { rowHeights } from "./column";
import { GridCards } from "./grid-cards";
import type { DataGridProps } from "./grid-parts";
import { PagedGrid } from "./paged-grid";
import { useGridColumns } from "./use-grid-columns";
import { useGridCursor } from "./use-grid-cursor";
import { useGridLook } from "./use-grid-look";
import { VirtualGrid } from "./virtual-grid";

/**
 * The one way a list is shown: rows drawn as they scroll by (or in pages of a plain table), the keyboard
 * on one row at a time, and cards where there is no room for columns. It holds no data: filters, order,
 * columns and the open row are its owner's, who keeps them in the address.
 */
export function DataGrid<Item extends object>(props: DataGridProps<Item>) {
  const { items, idOf, columns, chosen, widths, label } = props;
  const t = useTranslations("grid");
  const locale = useLocale();
  const toasts = useToasts();
  const [look] = useGridLook();
  const ids = useMemo(() => items.map(idOf), [items, idOf]);
  const shown = useGridColumns(columns, chosen, widths);
  const rowHeight = rowHeights[look.density];
  const cursor = useGridCursor({
    ...props,
    ids,
    pageRows: Math.floor(560 / rowHeight),
    onCopied: (what) => toasts.add({ title: t(what === "id" ? "idCopied" : "linkCopied"), timeout: 2_000 }),
  });
  const parts = { ...props, shown, ids, rowHeight, cursor };
  return (
    <>
      <div className={classNames("max-md:hidden", props.isStale && "opacity-60")}>
        {look.isPaged ? <PagedGrid {...parts} /> : <VirtualGrid {...parts} />}
      </div>
      <GridCards {...props} />
      <span role="status" className="sr-only">
        {cursor.moves > 0 && items[cursor.at] !== undefined && props.count !== undefined
          ? t("rowOf", {
              row: formatCount(cursor.at + 1, locale),
              count: formatCount(props.count, locale),
              list: label,
            })
          : ""}
      </span>
    </>
  );
}

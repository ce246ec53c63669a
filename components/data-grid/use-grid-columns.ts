"use client";

import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import { type ColumnWidth, type GridColumn, shownColumns } from "./column";

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature });
const helper = createColumnHelper<typeof features, object>();
const noRows: object[] = [];

/**
 * The columns to draw, in the reader's order. Only columns are the table's: a model of every row would
 * be made anew with each page that arrives, and the grid draws just the rows in sight.
 */
export function useGridColumns<Item>(
  columns: readonly GridColumn<Item>[],
  chosen: readonly string[] | null,
  widths: readonly ColumnWidth[] | null,
): readonly GridColumn<Item>[] {
  const definitions = useMemo(
    () => columns.map(({ id, header }) => helper.display({ id, header })),
    [columns],
  );
  const state = useMemo(() => {
    const order = shownColumns(columns, chosen).map(({ id }) => id);
    const columnVisibility = Object.fromEntries(columns.map(({ id }) => [id, order.includes(id)]));
    return { columnOrder: order, columnVisibility };
  }, [columns, chosen]);
  const table = useTable({ features, columns: definitions, data: noRows, state });
  const ids = table
    .getVisibleLeafColumns()
    .map(({ id }) => id)
    .join(" ");
  return useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    const shown = ids.split(" ").flatMap((id) => byId.get(id) ?? []);
    if (!widths) return shown;
    const given = new Map(widths.map(({ id, width }) => [id, width]));
    return shown.map((column) => {
      const width = given.get(column.id);
      return width === undefined ? column : { ...column, width, isFixed: true };
    });
  }, [columns, ids, widths]);
}

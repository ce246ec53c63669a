"use client";

import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { Row, Table, TableBody, TableHead, Td, Th } from "./table";

const features = tableFeatures({ columnVisibilityFeature });

export type Column<Item> = {
  id: string;
  header: string;
  isNumeric?: boolean;
  cell: (item: Item) => ReactNode;
};

type Props<Item> = {
  caption: string;
  columns: readonly Column<Item>[];
  items: readonly Item[];
  idOf: (item: Item) => string;
  /** Ids of columns that the reader put away. */
  hidden?: readonly string[];
  className?: string;
};

/** A table whose columns are data, so that they can be put away; sorting and paging are the server's. */
export function DataTable<Item extends object>({
  caption,
  columns,
  items,
  idOf,
  hidden = [],
  className,
}: Props<Item>) {
  const helper = useMemo(() => createColumnHelper<typeof features, Item>(), []);
  const numeric = useMemo(
    () => new Set(columns.filter((column) => column.isNumeric).map(({ id }) => id)),
    [columns],
  );
  const definitions = useMemo(
    () =>
      columns.map(({ id, header, cell }) =>
        helper.display({ id, header, cell: ({ row }) => cell(row.original) }),
      ),
    [columns, helper],
  );
  const data = useMemo(() => [...items], [items]);
  const columnVisibility = Object.fromEntries(hidden.map((id) => [id, false]));
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: idOf,
    state: { columnVisibility },
  });
  return (
    <Table caption={caption} className={className}>
      <TableHead>
        {table.getHeaderGroups()[0]?.headers.map((header) => (
          <Th key={header.id} numeric={numeric.has(header.column.id)}>
            <table.FlexRender header={header} />
          </Th>
        ))}
      </TableHead>
      <TableBody>
        {table.getRowModel().rows.map((row) => (
          <Row key={row.id}>
            {row.getVisibleCells().map((cell) => (
              <Td key={cell.id} numeric={numeric.has(cell.column.id)}>
                <table.FlexRender cell={cell} />
              </Td>
            ))}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

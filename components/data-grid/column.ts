import type { ReactNode } from "react";

/** One thing that a list can show of its items. */
export type GridColumn<Item> = {
  id: string;
  header: string;
  /** Width in rem that it has at least; what is left over is shared by these shares. */
  width: number;
  isNumeric?: boolean;
  /** The name by which the server sorts; absent where it does not. */
  sort?: string;
  /** Not shown until asked for. */
  isExtra?: boolean;
  cell: (item: Item) => ReactNode;
  /** What the totals row says under it. */
  total?: ReactNode;
};

export type GridSort = { by: string; direction: "asc" | "desc" };

/** Ids in the reader's order: what they chose, the first column always there and first. */
export function shownColumns<Item>(
  columns: readonly GridColumn<Item>[],
  chosen: readonly string[] | null,
): readonly GridColumn<Item>[] {
  if (!chosen) return columns.filter((column) => !column.isExtra);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const first = columns[0];
  const rest = chosen.flatMap((id) => (id !== first?.id && byId.get(id)) || []);
  return first ? [first, ...new Set(rest)] : [];
}

export const densities = ["compacta", "normal", "confortavel"] as const;
export type Density = (typeof densities)[number];
export const rowHeights: Readonly<Record<Density, number>> = { compacta: 30, normal: 36, confortavel: 44 };

/** How a list is drawn, kept in the browser for every list alike. */
export type GridLook = { density: Density; isPaged: boolean };

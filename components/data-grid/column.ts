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
  /** The reader chose the width: no more and no less than that. */
  isFixed?: boolean;
};

/** A width that the reader gave a column, in rem. */
export type ColumnWidth = { id: string; width: number };
export const widthMin = 3;
export const widthMax = 40;

/** The widths with one more, or with one forgotten. */
export function withWidth(
  widths: readonly ColumnWidth[] | null,
  id: string,
  width: number | null,
): ColumnWidth[] | null {
  const others = (widths ?? []).filter((one) => one.id !== id);
  if (width === null) return others.length > 0 ? others : null;
  return [...others, { id, width: roundWidth(width) }];
}

/** Within what can be read, in quarters of a rem, so that an address stays short. */
export function roundWidth(width: number): number {
  return Math.round(Math.max(widthMin, Math.min(width, widthMax)) * 4) / 4;
}

/** First the checkbox, then each column: at its width or wider, or as wide as the reader wants it. */
export function templateOf(columns: readonly Pick<GridColumn<never>, "width" | "isFixed">[]): string {
  const areAllFixed = columns.every(({ isFixed }) => isFixed);
  const tracks = columns.map(({ width, isFixed }, place) => {
    if (!isFixed) return `minmax(${width}rem, ${width}fr)`;
    return areAllFixed && place === columns.length - 1 ? `minmax(${width}rem, 1fr)` : `${width}rem`;
  });
  return `2.25rem ${tracks.join(" ")}`;
}

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

import type { ReactNode } from "react";
import type { ColumnWidth, GridColumn, GridSort } from "./column";
import type { Selection } from "./selection";
import type { GridCursor } from "./use-grid-cursor";

export type DataGridProps<Item> = {
  label: string;
  columns: readonly GridColumn<Item>[];
  /** Ids of the columns that the reader chose, in their order; null for the usual ones. */
  chosen: readonly string[] | null;
  /** Widths that the reader gave some of them. */
  widths: readonly ColumnWidth[] | null;
  onWidth: (id: string, width: number | null) => void;
  items: readonly Item[];
  idOf: (item: Item) => string;
  /** How a row is called, e.g. beside its checkbox. */
  nameOf: (item: Item) => string;
  hrefOf: (id: string) => string;
  /** How many match, when that is known. */
  count: number | undefined;
  sort: GridSort;
  onSort: (sort: GridSort) => void;
  hasMore: boolean;
  isLoadingMore: boolean;
  onMore: () => void;
  /** Rows of an earlier question, shown until the new answer is there. */
  isStale: boolean;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** The row whose panel is open. */
  openId: string | null;
  onOpen: (id: string | null) => void;
  onEnter: (id: string) => void;
  /** Told which row the keyboard is on, so that its details can be fetched ahead. */
  onRest?: (id: string) => void;
  card: (item: Item) => ReactNode;
};

/** What the two ways of drawing rows share. */
export type GridParts<Item> = DataGridProps<Item> & {
  shown: readonly GridColumn<Item>[];
  ids: readonly string[];
  rowHeight: number;
  cursor: GridCursor;
};

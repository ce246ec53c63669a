"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, memo } from "react";
import { classNames } from "../ui/class-names";
import type { GridColumn } from "./column";

export type RowActions = {
  press: (id: string, index: number, isRange: boolean) => void;
  pick: (id: string, index: number) => void;
  rest: (id: string) => void;
};

type Props = {
  item: object;
  id: string;
  name: string;
  index: number;
  top: number;
  height: number;
  columns: readonly GridColumn<object>[];
  isActive: boolean;
  isSelected: boolean;
  isOpen: boolean;
  actions: RowActions;
};

/** One row; drawn again only when something of its own changed. */
export const GridRow = memo(function GridRow(props: Props) {
  const { item, id, index, top, height, columns, isActive, isSelected, isOpen, actions } = props;
  function press(event: MouseEvent) {
    if ((event.target as Element).closest("a, button, input")) return;
    if (window.getSelection()?.toString()) return;
    actions.press(id, index, event.shiftKey);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useKeyWithClickEvents: Space, Enter and x are the list's shortcuts
    <div
      role="row"
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen ? "true" : undefined}
      onClick={press}
      onFocus={() => actions.rest(id)}
      className={classNames(
        "group absolute inset-x-0 grid min-w-fit grid-cols-(--grid) items-center border-b border-line contain-[layout_style] focus-visible:z-10 focus-visible:-outline-offset-2",
        isSelected || isOpen ? "bg-accent-soft" : "bg-surface hover:bg-hover",
      )}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row is the tab stop */}
      <div
        role="gridcell"
        className={classNames(
          "sticky left-0 z-1 flex h-full items-center pl-3",
          ground(isSelected || isOpen),
        )}
      >
        <PickBox name={props.name} isOn={isSelected} onPick={() => actions.pick(id, index)} />
      </div>
      {columns.map((column, place) => (
        <div
          key={column.id}
          role={place === 0 ? "rowheader" : "gridcell"}
          className={classNames(
            "flex h-full min-w-0 items-center overflow-hidden px-2.5 text-sm whitespace-nowrap",
            column.isNumeric && "figures justify-end",
            place === 0 && ["sticky left-9 z-1", ground(isSelected || isOpen)],
          )}
        >
          <span className="truncate">{column.cell(item)}</span>
        </div>
      ))}
    </div>
  );
});

function ground(isMarked: boolean): string {
  // What stays in place covers the row's outline, so it draws its own part of it.
  const outline = "group-focus-visible:shadow-[inset_0_2px_0_var(--focus),inset_0_-2px_0_var(--focus)]";
  return classNames(outline, isMarked ? "bg-accent-soft" : "bg-surface group-hover:bg-hover");
}

export function PickBox({ name, isOn, onPick }: { name: string; isOn: boolean; onPick: () => void }) {
  const t = useTranslations("grid");
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={t("selectRow", { name })}
      checked={isOn}
      onChange={onPick}
      onKeyDown={(event) => event.key === " " && event.stopPropagation()}
      className="size-4 cursor-pointer accent-accent"
    />
  );
}

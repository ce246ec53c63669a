"use client";

import type { PointerEvent } from "react";
import { type GridColumn, roundWidth, templateOf } from "./column";
import type { GridParts } from "./grid-parts";

/**
 * The edge by which a pointer makes a column wider or narrower; twice on it, as wide as usual. The menu of
 * the list does the same by keyboard.
 */
export function ColumnHandle<Item extends object>({
  column,
  parts: { shown, widths, onWidth },
}: {
  column: GridColumn<Item>;
  parts: GridParts<Item>;
}) {
  function drag(event: PointerEvent<HTMLSpanElement>) {
    const handle = event.currentTarget;
    const cell = handle.parentElement;
    const frame = handle.closest<HTMLElement>("[role=grid]");
    if (event.button !== 0 || !cell || !frame) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const [from, startsAt] = [cell.offsetWidth, event.clientX];
    let width: number | null = null;
    const move = ({ clientX }: globalThis.PointerEvent) => {
      const wanted = roundWidth((from + clientX - startsAt) / rem);
      width = wanted;
      // Straight to the frame, so that no row is drawn again for every pixel.
      const drawn = shown.map((one) => (one === column ? { ...one, width: wanted, isFixed: true } : one));
      frame.style.setProperty("--grid", templateOf(drawn));
    };
    const end = () => {
      handle.removeEventListener("pointermove", move);
      if (width !== null) onWidth(column.id, width);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", end, { once: true });
  }
  return (
    <span
      aria-hidden
      data-column={column.id}
      onPointerDown={drag}
      onDoubleClick={() => widths?.some(({ id }) => id === column.id) && onWidth(column.id, null)}
      className="group/handle absolute inset-y-0 right-0 z-2 flex w-2.5 cursor-col-resize touch-none justify-center"
    >
      <span className="my-2 w-px bg-line group-hover/handle:my-0 group-hover/handle:w-0.5 group-hover/handle:bg-accent group-active/handle:my-0 group-active/handle:w-0.5 group-active/handle:bg-accent" />
    </span>
  );
}

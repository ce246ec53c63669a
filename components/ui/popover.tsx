"use client";

import { OpenedOnPress } from "./opened-on-press";
import type { PopoverProps } from "./popover-layer";

let layer: typeof import("./popover-layer") | undefined;
async function load() {
  layer ??= await import("./popover-layer");
}

/** A button that opens a small panel beside it; the page stays in use. */
export function Popover(props: PopoverProps) {
  return (
    <OpenedOnPress trigger={props.trigger} popup="dialog" load={load} className={props.holderClassName}>
      {(place) => layer && <layer.PopoverLayer {...props} place={place} />}
    </OpenedOnPress>
  );
}

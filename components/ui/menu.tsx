"use client";

import type { ReactNode } from "react";
import type { ChoicesProps, ItemProps } from "./menu-layer";
import { OpenedOnPress } from "./opened-on-press";

/** Fetched with the first menu that somebody comes near; parts are only ever drawn in an open one. */
let layer: typeof import("./menu-layer") | undefined;
async function load() {
  layer ??= await import("./menu-layer");
}

/** A button that opens a list of things to do or to choose. */
export function Menu({
  label,
  trigger,
  children,
}: {
  label: string;
  trigger: ReactNode;
  children: ReactNode;
}) {
  const button = (
    <button
      type="button"
      aria-label={label}
      className="inline-flex h-8 items-center gap-2 rounded-md px-2 text-sm text-ink hover:bg-hover data-popup-open:bg-hover"
    >
      {trigger}
    </button>
  );
  return (
    <OpenedOnPress trigger={button} popup="menu" load={load}>
      {(place) =>
        layer && (
          <layer.MenuLayer button={button} place={place}>
            {children}
          </layer.MenuLayer>
        )
      }
    </OpenedOnPress>
  );
}

export function MenuItem(props: ItemProps) {
  return layer && <layer.Item {...props} />;
}

export function MenuSeparator() {
  return layer && <layer.Separator />;
}

export function MenuChoices<Value extends string>(props: ChoicesProps<Value>) {
  return layer && <layer.Choices {...props} />;
}

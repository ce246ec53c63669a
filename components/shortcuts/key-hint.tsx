"use client";

import { Fragment, useSyncExternalStore } from "react";
import { keyCaps } from "./keys";

const neverChanges = () => () => undefined;

/** The keys of a shortcut as caps; screen readers hear them from the sheet, where they have words. */
export function KeyHint({ keys }: { keys: string }) {
  const isMac = useSyncExternalStore(
    neverChanges,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {keyCaps(keys, isMac).map((press, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the presses of one shortcut never change places
        <Fragment key={index}>
          {press.map((cap) => (
            <kbd
              key={cap}
              className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-surface px-1 font-sans text-xs text-muted"
            >
              {cap}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

"use client";

import { RefreshCw } from "lucide-react";
import { classNames } from "./class-names";

type Props = { words: string | null; onPress: () => void; className?: string };

/** What came since a list was read, said by itself; the list stays as it is until its reader presses. Nothing while there is nothing. */
export function NewerPill({ words, onPress, className }: Props) {
  return (
    <span role="status">
      {words === null ? null : (
        <button
          type="button"
          onClick={onPress}
          className={classNames(
            "inline-flex h-6 items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-xs font-medium text-accent hover:bg-accent hover:text-on-accent",
            className,
          )}
        >
          <RefreshCw aria-hidden className="size-3" />
          {words}
        </button>
      )}
    </span>
  );
}

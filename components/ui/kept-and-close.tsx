"use client";

import { useState } from "react";
import { Button } from "./button";

type Props = { keptLabel: string; closeLabel: string; onKept: () => void };

/** The end of what is shown once: it closes when its reader has said that they kept it. */
export function KeptAndClose({ keptLabel, closeLabel, onKept }: Props) {
  const [isKept, setKept] = useState(false);
  return (
    <>
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          checked={isKept}
          onChange={(event) => setKept(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        {keptLabel}
      </label>
      <div className="flex justify-end">
        <Button kind="primary" disabled={!isKept} onClick={onKept}>
          {closeLabel}
        </Button>
      </div>
    </>
  );
}

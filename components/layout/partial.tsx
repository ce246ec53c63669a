"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";

/** Part of what belongs here is missing: what is shown instead, and the way to try again. */
export function Partial({
  title,
  retryLabel,
  onRetry,
  children,
}: {
  title: ReactNode;
  retryLabel: string;
  onRetry: () => void;
  children: ReactNode;
}) {
  return (
    <Notice tone="waiting" title={title}>
      <p>{children}</p>
      <Button className="mt-2" onClick={onRetry}>
        {retryLabel}
      </Button>
    </Notice>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Notice } from "../ui/notice";
import type { Failure } from "./sign-in";

/** Why somebody is not in yet. A lock says how long it still lasts and opens by itself. */
export function FailureNotice({ failure, leftS }: { failure: Failure; leftS: number }) {
  const t = useTranslations("signIn.failures");
  if (failure.kind === "limited" && leftS === 0) return <Notice tone="info" title={t("limited.over")} />;
  return (
    <Notice tone="bad" title={t(`${failure.kind}.title`)}>
      {failure.kind === "limited" ? (
        // The alert is read once; a number that changes every second would be read every second.
        <span aria-hidden className="figures">
          {t("limited.action", { time: clock(leftS) })}
        </span>
      ) : (
        t(`${failure.kind}.action`)
      )}
    </Notice>
  );
}

/** Seconds until the next try, counted down on screen. */
export function useLock(failure: Failure | null): number {
  const [leftS, setLeft] = useState(0);
  useEffect(() => {
    if (failure?.kind !== "limited") return setLeft(0);
    const opensAt = Date.now() + failure.retryAfterS * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((opensAt - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [failure]);
  return leftS;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

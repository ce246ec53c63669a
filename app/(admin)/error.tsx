"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "../../components/ui/button";
import { Notice } from "../../components/ui/notice";

/** A page that could not be read. In production the digest ties it to the server's log. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("failure");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="flex max-w-[72ch] flex-col gap-4">
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-hidden">
        {t("title")}
      </h1>
      <Notice tone="bad" title={t("page")}>
        <p>{t("pageAction")}</p>
        {error.digest ? (
          <p className="mt-1 font-mono text-xs text-muted">{t("requestId", { id: error.digest })}</p>
        ) : null}
      </Notice>
      <div>
        <Button kind="primary" onClick={reset}>
          {t("retry")}
        </Button>
      </div>
    </div>
  );
}

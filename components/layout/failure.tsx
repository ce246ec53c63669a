"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { readProblem } from "./problem";

/** A read that failed: what happened, what to do, and the code to quote. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useTranslations("failure");
  const problem = readProblem(error);
  return (
    <Notice tone="bad" title={problem?.message ?? t("unreachable")}>
      <p>{problem?.action ?? t("unreachableAction")}</p>
      {problem?.requestId ? (
        <p className="mt-1 flex flex-wrap items-center gap-1 font-mono text-xs text-muted">
          {t("requestId", { id: problem.requestId })}
          <CopyButton text={problem.requestId} label={t("copyId")} copiedLabel={t("copied")} />
        </p>
      ) : null}
      {retry ? (
        <Button className="mt-2" onClick={retry}>
          {t("retry")}
        </Button>
      ) : null}
    </Notice>
  );
}

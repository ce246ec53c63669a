"use client";

import { useLocale, useTranslations } from "next-intl";
import type { OperationState, WaitReason } from "#server/domain/operations/schemas";
import { ReasonText } from "../review/reason-text";
import { formatInstant } from "../ui/format";
import { StatusBadge } from "../ui/status-badge";
import { statuses, statusOf } from "./statuses";

type Props = {
  operation: {
    state: OperationState;
    waitReason: WaitReason | null;
    code: string | null;
    nextAttemptAt: Date | null;
    attempts: number;
  };
};

/** Where an operation stands and, while it waits, why and when it is tried again. */
export function OperationStatus({ operation }: Props) {
  const t = useTranslations("operations");
  const locale = useLocale();
  const status = statusOf(operation);
  const isPending = operation.state === "PENDING";
  return (
    <span className="flex flex-col items-start gap-0.5">
      <StatusBadge tone={statuses[status].tone}>{t(`status.${status}`)}</StatusBadge>
      {isPending && operation.code ? (
        <span className="text-xs text-muted">
          <ReasonText code={operation.code} />
        </span>
      ) : null}
      {isPending && operation.nextAttemptAt ? (
        <span className="figures text-xs text-muted">
          {t("nextAttempt", {
            at: formatInstant(operation.nextAttemptAt, locale),
            attempts: operation.attempts,
          })}
        </span>
      ) : null}
    </span>
  );
}

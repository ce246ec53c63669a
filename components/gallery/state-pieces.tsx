"use client";

import { TRPCClientError } from "@trpc/client";
import { Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { Conflict } from "../layout/conflict";
import { Failure } from "../layout/failure";
import { OfflineBanner } from "../layout/offline-banner";
import { Partial } from "../layout/partial";
import { Button, ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { Piece } from "./piece";

const nothing = () => undefined;

/** What a screen shows when it has nothing, not everything, not yet, or not any more. */
export function StatePieces() {
  const t = useTranslations("gallery");
  return (
    <>
      <Piece name={t("empty")}>
        <div className="card w-full">
          <EmptyState
            icon={<Inbox aria-hidden />}
            title={t("emptyTitle")}
            action={<ButtonLink href="/galeria">{t("press")}</ButtonLink>}
          >
            {t("hint")}
          </EmptyState>
        </div>
      </Piece>
      <Piece name={t("loading")}>
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-24 w-full" />
      </Piece>
      <Piece name={t("notices")}>
        {(["info", "waiting", "bad"] as const).map((tone) => (
          <Notice key={tone} tone={tone} title={t("noticeTitle")}>
            {t("hint")}
          </Notice>
        ))}
      </Piece>
      <Piece name={t("failures")}>
        <Failure error={refusal(t("wrong"), t("hint"))} retry={nothing} />
        <Failure error={new Error("unreachable")} retry={nothing} />
      </Piece>
      <Piece name={t("partial")}>
        <Partial title={t("partialTitle")} retryLabel={t("press")} onRetry={nothing}>
          {t("partialText")}
        </Partial>
      </Piece>
      <Piece name={t("conflict")}>
        <Conflict
          who="Bruno"
          secondsAgo={8}
          changes={[{ field: t("label"), mine: "992,723961", theirs: "993,100000" }]}
          onTakeTheirs={nothing}
          onApplyMine={nothing}
        />
      </Piece>
      <Piece name={t("offline")}>
        <div className="w-full">
          <OfflineBanner isForced />
        </div>
        <Button disabled>{t("cannot")}</Button>
      </Piece>
    </>
  );
}

/** A failure as the server tells it. */
function refusal(message: string, action: string): TRPCClientError<never> {
  const problem = {
    code: "input.invalid",
    kind: "invalid",
    message,
    action,
    requestId: "01936f2a-0000",
    details: {},
    fields: {},
  };
  return TRPCClientError.from({ error: { code: -32600, message, data: { problem } } } as never);
}

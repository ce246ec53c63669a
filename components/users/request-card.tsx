"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Undo2, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type { RequestItem } from "#server/domain/users/queries";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Instant } from "../ui/date-time";
import { StatusBadge, type Tone } from "../ui/status-badge";
import { useToasts } from "../ui/toast";
import { AccessDiff } from "./access-diff";
import { ActWithReason } from "./act-with-reason";

const tones: Record<RequestItem["state"], Tone> = {
  PENDING: "human",
  APPROVED: "done",
  REJECTED: "bad",
  WITHDRAWN: "inert",
};

type Props = { request: RequestItem; canApprove: boolean; isOnPerson?: boolean };

/** A request: what changes, who asked and why, who decided; and why this reader may not, if so. */
export function RequestCard({ request, canApprove, isOnPerson }: Props) {
  const t = useTranslations("users.requests");
  const role = useTranslations("user.roles");
  const titleId = useId();
  return (
    <article aria-labelledby={titleId} className="card flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={titleId} className="text-base font-semibold">
          {t(`kinds.${request.kind}`)}
          {request.role ? <> · {role(request.role)}</> : null}
          {request.userName && !isOnPerson ? (
            <>
              {" · "}
              <Link href={`/usuarios/${request.userId}`} className="text-accent hover:underline">
                {request.userName}
              </Link>
            </>
          ) : null}
        </h3>
        <StatusBadge tone={tones[request.state]}>{t(`states.${request.state}`)}</StatusBadge>
      </div>
      <AccessDiff request={request} />
      <p>
        <span className="text-xs text-muted">{t("why")}</span> {request.reason}
      </p>
      <p className="text-xs text-muted">
        {t("askedBy", { name: request.requestedByName })} · <Instant at={request.requestedAt} />
        {request.decidedByName && request.state !== "WITHDRAWN" ? (
          <>
            {" — "}
            {t(request.state === "APPROVED" ? "approvedBy" : "rejectedBy", { name: request.decidedByName })}
            {" · "}
            <Instant at={request.decidedAt} />
            {request.decisionReason ? ` · ${request.decisionReason}` : ""}
          </>
        ) : null}
      </p>
      {request.state === "PENDING" ? <Decision request={request} canApprove={canApprove} /> : null}
    </article>
  );
}

function Decision({ request, canApprove }: { request: RequestItem; canApprove: boolean }) {
  const t = useTranslations("users.requests");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const whyNotId = useId();
  const settled = (word: "approved" | "rejected" | "withdrawn") => async () => {
    toasts.add({ title: t(`done.${word}`) });
    await queryClient.invalidateQueries();
  };
  const approve = useMutation(trpc.users.decide.mutationOptions({ onSuccess: settled("approved") }));
  const reject = useMutation(trpc.users.decide.mutationOptions({ onSuccess: settled("rejected") }));
  const withdraw = useMutation(trpc.users.withdraw.mutationOptions({ onSuccess: settled("withdrawn") }));
  const { requestId } = request;
  const whyNot = request.isMine
    ? t("ownRequest")
    : request.isOwn
      ? t("aboutYou")
      : canApprove
        ? null
        : t("noRight");
  const error = approve.error ?? withdraw.error;
  return (
    <div className="flex flex-col gap-3">
      {error ? <Failure error={error} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        {whyNot === null ? (
          <>
            <Button
              kind="primary"
              disabled={approve.isPending}
              onClick={() => approve.mutate({ requestId, verdict: "approve", reason: "" })}
            >
              <Check aria-hidden />
              {t("approve")}
            </Button>
            <ActWithReason
              label={t("reject")}
              icon={<X aria-hidden />}
              kind="danger"
              title={t("rejectTitle")}
              description={t("rejectHint")}
              cancel={t("back")}
              act={(reason) => reject.mutateAsync({ requestId, verdict: "reject", reason })}
            />
          </>
        ) : (
          <Button kind="primary" aria-disabled="true" aria-describedby={whyNotId}>
            <Check aria-hidden />
            {t("approve")}
          </Button>
        )}
        {request.isMine ? (
          <Button disabled={withdraw.isPending} onClick={() => withdraw.mutate({ requestId })}>
            <Undo2 aria-hidden />
            {t("withdraw")}
          </Button>
        ) : null}
        {whyNot ? (
          <span id={whyNotId} className="text-xs text-muted">
            {whyNot}
          </span>
        ) : null}
      </div>
    </div>
  );
}

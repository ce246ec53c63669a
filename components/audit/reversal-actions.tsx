"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { ReasonForm } from "../layout/reason-form";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import type { Reversal } from "./reversal-status";

/** Asking, withdrawing, and the second person's word; who may not decide sees why. */
export function ReversalActions({ reversal }: { reversal: Reversal }) {
  const t = useTranslations("audit.reversals");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { reversalId, state, isMine, isAuthor, forecast } = reversal;
  const again = { onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.reversals.pathKey() }) };
  const request = useMutation(trpc.reversals.request.mutationOptions(again));
  const withdraw = useMutation(trpc.reversals.withdraw.mutationOptions(again));
  const error = request.error ?? withdraw.error;
  if (state !== "PREVIEWED" && state !== "REQUESTED") return null;
  const isEmpty = !forecast.some((group) => group.end === "REVERSED");
  return (
    <div className="flex flex-col items-end gap-2">
      <div className="flex flex-wrap gap-2">
        {isMine ? (
          <Button onClick={() => withdraw.mutate({ reversalId })} disabled={withdraw.isPending}>
            {t("withdraw")}
          </Button>
        ) : null}
        {isMine && state === "PREVIEWED" ? (
          <Button
            kind="primary"
            disabled={request.isPending || isEmpty}
            onClick={() => request.mutate({ reversalId })}
          >
            {t("request")}
          </Button>
        ) : null}
        {state === "REQUESTED" && !isMine ? (
          <>
            <Decision reversalId={reversalId} verdict="reject" isBarred={false} />
            <Decision reversalId={reversalId} verdict="approve" isBarred={isAuthor} />
          </>
        ) : null}
      </div>
      {state === "REQUESTED" && isMine ? <p className="text-xs text-muted">{t("waitsForOther")}</p> : null}
      {state === "REQUESTED" && !isMine && isAuthor ? (
        <p id="estorno-autor" className="text-xs text-muted">
          {t("author")}
        </p>
      ) : null}
      {state === "PREVIEWED" && isEmpty ? <p className="text-xs text-muted">{t("nothing")}</p> : null}
      {error ? <Failure error={error} /> : null}
    </div>
  );
}

function Decision({
  reversalId,
  verdict,
  isBarred,
}: {
  reversalId: string;
  verdict: "approve" | "reject";
  isBarred: boolean;
}) {
  const t = useTranslations("audit.reversals");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const decide = useMutation(
    trpc.reversals.decide.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await queryClient.invalidateQueries({ queryKey: trpc.reversals.pathKey() });
      },
    }),
  );
  return (
    <>
      <Button
        kind={verdict === "approve" ? "primary" : "danger"}
        aria-disabled={isBarred}
        aria-describedby={isBarred ? "estorno-autor" : undefined}
        onClick={() => !isBarred && setOpen(true)}
      >
        {t(verdict)}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t(`${verdict}Title`)}
        description={t(`${verdict}Text`)}
      >
        <ReasonForm
          words={{
            reason: t("reason"),
            reasonHint: t("reasonHint"),
            goBack: t("goBack"),
            confirm: t(verdict),
          }}
          isBusy={decide.isPending}
          error={decide.error}
          onBack={() => setOpen(false)}
          onConfirm={(reason) => decide.mutate({ reversalId, verdict, reason })}
        />
      </Dialog>
    </>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Dialog } from "../ui/dialog";
import { useToasts } from "../ui/toast";
import { BulkChoice, type BulkDecision } from "./bulk-choice";
import type { Preview } from "./bulk-groups";
import { BulkPreview } from "./bulk-preview";
import { BulkResult } from "./bulk-result";
import type { Queue } from "./use-queue";

type Props = {
  queue: Queue;
  count: number;
  /** A set that was started already. */
  startedId: string | null;
  onStarted: (bulkId: string | null) => void;
  announce: (text: string) => void;
  onClose: () => void;
};

/** Choose, look at what it would do, do it, look at what it did. */
export function BulkDialog({ queue, count, startedId, onStarted, announce, onClose }: Props) {
  const t = useTranslations("review.bulk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [decision, setDecision] = useState<BulkDecision | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const toasts = useToasts();
  const ask = useMutation(
    trpc.review.previewBulk.mutationOptions({
      onSuccess: (answer) => {
        setPreview(answer);
        onStarted(null);
      },
    }),
  );
  function look(next: BulkDecision, filter: Parameters<typeof ask.mutate>[0]["filter"] = queue.input.filter) {
    setDecision(next);
    ask.mutate({ filter, ...next });
  }
  function close() {
    onClose();
    const report = startedId && queryClient.getQueryData(trpc.review.bulk.queryKey({ bulkId: startedId }));
    if (startedId && report && report.state !== "DONE")
      toasts.add({
        title: t("goesOn"),
        description: t("goesOnHint"),
        actionProps: { children: t("see"), onClick: () => onStarted(startedId) },
      });
    void queryClient.invalidateQueries(trpc.review.pathFilter());
  }
  return (
    <Dialog
      open
      isWide
      onOpenChange={(open) => !open && close()}
      title={t("title")}
      description={startedId ? undefined : preview ? t("previewHint") : t("hint", { count })}
    >
      {ask.isError ? <Failure error={ask.error} /> : null}
      {startedId ? (
        <BulkResult
          bulkId={startedId}
          announce={announce}
          onRetry={(again) => look(again, { bulkId: startedId })}
          onClose={close}
        />
      ) : preview && decision ? (
        <BulkPreview
          preview={preview}
          verdict={decision.verdict}
          onStarted={onStarted}
          onBack={() => setPreview(null)}
        />
      ) : (
        <BulkChoice isBusy={ask.isPending} onChoose={look} onCancel={close} />
      )}
    </Dialog>
  );
}

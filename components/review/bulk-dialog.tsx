"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Dialog } from "../ui/dialog";
import { BulkChoice, type BulkDecision } from "./bulk-choice";
import type { Preview } from "./bulk-groups";
import { BulkPreview } from "./bulk-preview";
import { BulkResult } from "./bulk-result";
import type { Queue } from "./use-queue";

type Props = {
  queue: Queue;
  count: number;
  announce: (text: string) => void;
  onClose: () => void;
};

/** Choose, look at what it would do, do it, look at what it did. */
export function BulkDialog({ queue, count, announce, onClose }: Props) {
  const t = useTranslations("review.bulk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [decision, setDecision] = useState<BulkDecision | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [runningId, setRunningId] = useState<string | null>(null);
  const ask = useMutation(
    trpc.review.previewBulk.mutationOptions({
      onSuccess: (answer) => {
        setPreview(answer);
        setRunningId(null);
      },
    }),
  );
  function look(next: BulkDecision, filter: Parameters<typeof ask.mutate>[0]["filter"] = queue.input.filter) {
    setDecision(next);
    ask.mutate({ filter, ...next });
  }
  function close() {
    onClose();
    void queryClient.invalidateQueries(trpc.review.pathFilter());
  }
  return (
    <Dialog
      open
      isWide
      onOpenChange={(open) => !open && close()}
      title={t("title")}
      description={runningId ? undefined : preview ? t("previewHint") : t("hint", { count })}
    >
      {ask.isError ? <Failure error={ask.error} /> : null}
      {runningId && decision ? (
        <BulkResult
          bulkId={runningId}
          announce={announce}
          onRetry={() => look(decision, { bulkId: runningId })}
          onClose={close}
        />
      ) : preview && decision ? (
        <BulkPreview
          preview={preview}
          verdict={decision.verdict}
          onStarted={setRunningId}
          onBack={() => setPreview(null)}
        />
      ) : (
        <BulkChoice isBusy={ask.isPending} onChoose={look} onCancel={close} />
      )}
    </Dialog>
  );
}

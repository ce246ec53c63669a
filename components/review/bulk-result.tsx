"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { ProgressBar } from "../ui/progress";
import type { BulkDecision } from "./bulk-choice";
import { BulkGroups, countOf } from "./bulk-groups";

const pollMs = 500;

type Props = {
  bulkId: string;
  announce: (text: string) => void;
  onRetry: (decision: BulkDecision) => void;
  onClose: () => void;
};

/** How far it is, and what became of each part; what could not be taken can be tried again. */
export function BulkResult({ bulkId, announce, onRetry, onClose }: Props) {
  const t = useTranslations("review.bulk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const bulk = useQuery({
    ...trpc.review.bulk.queryOptions({ bulkId }),
    refetchInterval: (query) => (query.state.data?.state === "DONE" ? false : pollMs),
  });
  const undo = useMutation(
    trpc.review.undoBulk.mutationOptions({
      onSuccess: async ({ count, stopped }) => {
        announce([t("undone", { count }), stopped > 0 ? t("stopped", { count: stopped }) : ""].join(" "));
        await queryClient.invalidateQueries(trpc.review.pathFilter());
      },
    }),
  );
  const isDone = bulk.data?.state === "DONE";
  useEffect(() => {
    if (isDone) announce(t("done"));
  }, [isDone, announce, t]);
  if (bulk.isError) return <Failure error={bulk.error} retry={() => bulk.refetch()} />;
  if (!bulk.data) return null;
  const { outcome, forecast, left, verdict, reasonCode, text } = bulk.data;
  const total = forecast.reduce((sum, { count }) => sum + count, 0);
  const failed = countOf(outcome, false);
  return (
    <div className="flex flex-col gap-4">
      <ProgressBar
        label={t(isDone ? "done" : "running")}
        value={total === 0 ? 100 : ((total - left) / total) * 100}
        text={t("progress", { done: total - left, total })}
      />
      {outcome.length > 0 ? (
        <BulkGroups bulkId={bulkId} of="outcome" groups={outcome} verdict={verdict} />
      ) : null}
      {undo.isError ? <Failure error={undo.error} /> : null}
      {undo.data ? (
        <p role="status" className="font-medium">
          {t("undone", { count: undo.data.count })}
          {undo.data.stopped > 0 ? ` ${t("stopped", { count: undo.data.stopped })}` : ""}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        {!undo.data && (!isDone || countOf(outcome, true) > 0) ? (
          <Button onClick={() => undo.mutate({ bulkId })} disabled={undo.isPending}>
            <Undo2 aria-hidden />
            {t(isDone ? "undo" : "stop")}
          </Button>
        ) : null}
        {isDone && failed > 0 ? (
          <Button onClick={() => onRetry({ verdict, reasonCode, text })}>
            {t("retry", { count: failed })}
          </Button>
        ) : null}
        <Button kind="primary" onClick={onClose}>
          {t("close")}
        </Button>
      </div>
    </div>
  );
}

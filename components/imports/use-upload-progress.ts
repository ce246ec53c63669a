"use client";

import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { transformer } from "#server/trpc/transformer";
import { keepPushed } from "../layout/keep-pushed";
import { useTRPC } from "../layout/trpc";
import type { Progress } from "./answers";

export type Connection = "live" | "reconnecting" | "polling" | "closed";

const finished = ["DONE", "REFUSED", "CANCELLED"];
const failuresBeforePolling = 3;
const pollMs = 10_000;
const takenBackMs = 1_500;
const reopenMs = 5_000;
const confirmMs = 15_000;

/**
 * A file as it stands, kept current by the server until it is finished. In a wizard's step it stays open
 * beyond that, and says to the others that this person is there. After three failures the page asks by
 * itself, every ten seconds, while it goes on trying.
 */
export function useUploadProgress(
  uploadId: string,
  step?: string,
): { progress: Progress; connection: Connection } {
  const trpc = useTRPC();
  const options = trpc.imports.get.queryOptions({ uploadId });
  const { data: progress } = useSuspenseQuery(options);
  const isOver = step === undefined && finished.includes(progress.upload.state);
  const connection = useStream(uploadId, step, isOver);
  // A finished file has no stream of its own, and may still be taken back.
  const isTakenBack = connection === "closed" && progress.reversal?.state === "RUNNING";
  useQuery({
    ...options,
    enabled: connection === "polling" || isTakenBack,
    refetchInterval: isTakenBack ? takenBackMs : pollMs,
  });
  useFollow(uploadId, progress);
  return { progress, connection };
}

function useStream(uploadId: string, step: string | undefined, isOver: boolean): Connection {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [failures, setFailures] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const { queryKey } = trpc.imports.get.queryOptions({ uploadId });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the same for the same file, only its identity changes at every render; `attempt` opens the stream anew
  useEffect(() => {
    if (isOver) return;
    const query = step ? `?passo=${step}` : "";
    const source = new EventSource(`/api/arquivos/${uploadId}/eventos${query}`);
    let reopen: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener("open", () => {
      setOpen(true);
      setFailures(0);
    });
    source.addEventListener("error", () => {
      setOpen(false);
      setFailures((count) => count + 1);
      // The browser reconnects by itself unless the answer was an error.
      if (source.readyState === EventSource.CLOSED)
        reopen = setTimeout(() => setAttempt((count) => count + 1), reopenMs);
    });
    source.addEventListener("progress", (event) => {
      const next = transformer.deserialize(JSON.parse(event.data)) as Progress;
      keepPushed(queryClient, queryKey, next);
      if (!step && finished.includes(next.upload.state)) source.close();
    });
    source.addEventListener("problem", (event) => {
      const { code } = JSON.parse(event.data) as { code: string };
      if (code === "auth.required") window.location.reload();
    });
    return () => {
      clearTimeout(reopen);
      source.close();
    };
  }, [uploadId, step, isOver, attempt]);

  // The stream asks the server every second: what is shown and did not change is of now.
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(
      () => queryClient.setQueriesData({ queryKey: trpc.imports.pathKey() }, (known: unknown) => known),
      confirmMs,
    );
    return () => clearInterval(timer);
  }, [isOpen, queryClient, trpc]);

  if (isOver) return "closed";
  if (isOpen) return "live";
  return failures >= failuresBeforePolling ? "polling" : "reconnecting";
}

/** What was asked about this file is asked again when the file moved or somebody changed it. */
function useFollow(uploadId: string, progress: Progress): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { upload, preview, edits, isPreviewStale, reversal } = progress;
  const mark = [
    upload.state,
    preview?.computedAt.getTime(),
    edits.total,
    edits.unsent,
    isPreviewStale,
    reversal?.state,
    reversal?.reverted,
  ].join(" ");
  const [seen, setSeen] = useState(mark);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the mark asks again
  useEffect(() => {
    if (seen === mark) return;
    setSeen(mark);
    const keys = [
      trpc.imports.rows.infiniteQueryKey({ uploadId }),
      trpc.imports.storedRows.queryKey({ uploadId }),
      trpc.imports.columnFigures.queryKey({ uploadId }),
      trpc.imports.problemGroups.queryKey({ uploadId }),
      trpc.imports.correction.queryKey({ uploadId }),
      trpc.imports.correctionRows.infiniteQueryKey({ uploadId }),
      trpc.imports.diagnosis.queryKey({ uploadId }),
      trpc.imports.problemRows.infiniteQueryKey({ uploadId }),
      trpc.imports.reversalRows.infiniteQueryKey({ uploadId }),
      trpc.imports.totals.queryKey({ uploadId }),
      trpc.imports.list.infiniteQueryKey(),
    ];
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  }, [mark, seen]);
}

"use client";

import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { transformer } from "#server/trpc/transformer";
import { type RouterOutput, useTRPC } from "../layout/trpc";

type Progress = RouterOutput["imports"]["get"];
export type Connection = "live" | "reconnecting" | "closed";

const finished = ["DONE", "REFUSED", "CANCELLED"];

/** A file as it stands, kept current by the server until it is finished. */
export function useUploadProgress(uploadId: string): { progress: Progress; connection: Connection } {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.imports.get.queryOptions({ uploadId });
  const { data: progress } = useSuspenseQuery(options);
  const [connection, setConnection] = useState<Connection>("closed");
  const isFinished = finished.includes(progress.upload.state);
  const { queryKey } = options;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are the same for the same file; only their identity changes at every render
  useEffect(() => {
    if (isFinished) return;
    const source = new EventSource(`/api/arquivos/${uploadId}/eventos`);
    source.addEventListener("open", () => setConnection("live"));
    source.addEventListener("error", () => setConnection("reconnecting"));
    source.addEventListener("progress", (event) => {
      const next = transformer.deserialize(JSON.parse(event.data)) as Progress;
      queryClient.setQueryData(queryKey, next);
      if (finished.includes(next.upload.state)) {
        source.close();
        void queryClient.invalidateQueries({ queryKey: trpc.imports.problemRows.infiniteQueryKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.imports.list.infiniteQueryKey() });
      }
    });
    source.addEventListener("problem", (event) => {
      const { code } = JSON.parse(event.data) as { code: string };
      if (code === "auth.required") window.location.reload();
    });
    return () => {
      source.close();
      setConnection("closed");
    };
  }, [uploadId, isFinished]);

  return { progress, connection: isFinished ? "closed" : connection };
}

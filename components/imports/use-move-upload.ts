"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../layout/trpc";
import type { Progress } from "./answers";

/** Shows at once where a file is now that the server has agreed; the stream says the rest a moment later. */
export function useMoveUpload(uploadId: string): (state: Progress["upload"]["state"]) => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const queryKey = trpc.imports.get.queryKey({ uploadId });
  return (state) =>
    queryClient.setQueryData(queryKey, (known: Progress | undefined) =>
      known
        ? {
            ...known,
            upload: { ...known.upload, state },
            preview: state === "SPLITTING" ? null : known.preview,
          }
        : known,
    );
}

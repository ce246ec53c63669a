"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../layout/trpc";
import type { Progress, Reading } from "../answers";
import { isReadingOpen } from "./steps";
import { useWizard } from "./wizard-context";

/**
 * How a person wants the file to be read. Every choice is kept at once, so that neither a reload nor a
 * closed tab loses it and whoever else is there sees it; null gives a choice back to what is inferred.
 */
export function useReading() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { uploadId, progress } = useWizard();
  const queryKey = trpc.imports.get.queryKey({ uploadId });
  const save = useMutation(
    trpc.imports.saveReading.mutationOptions({
      onError: () => queryClient.invalidateQueries({ queryKey }),
    }),
  );
  const reading: Reading = progress.reading ?? {};
  function change(next: Partial<Reading>) {
    const changed = Object.fromEntries(
      Object.entries({ ...reading, ...next }).filter(([, value]) => value !== null && value !== undefined),
    ) as Reading;
    queryClient.setQueryData(queryKey, (known: Progress | undefined) =>
      known ? { ...known, reading: changed } : known,
    );
    save.mutate({ uploadId, reading: changed });
  }
  return { reading, change, error: save.error, isOpen: isReadingOpen(progress.upload) };
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "../../layout/trpc";
import type { Reading } from "../answers";
import { heldChoices, holdChoices, releaseChoices } from "./held-choices";
import { isReadingOpen } from "./steps";
import { useWizard } from "./wizard-context";

/** What is done to a file's reading goes one after the other, so that no late choice undoes what came after it. */
export const readingScope = (uploadId: string) => ({ id: `reading of ${uploadId}` });

/**
 * How a person wants the file to be read. Every choice is kept at once, so that neither a reload nor a
 * closed tab loses it and whoever else is there sees it. While choices are on their way, one after the
 * other, those made here count, not what the stream still says. Without a connection they wait in this
 * browser, beyond a reload too, and go when there is one.
 */
export function useReading() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { uploadId, progress } = useWizard();
  const [draft, setDraft] = useState<Reading | null>(null);
  const latest = useRef<Reading | null>(null);
  const save = useMutation({
    ...trpc.imports.saveReading.mutationOptions(),
    scope: readingScope(uploadId),
  });
  const reading: Reading = draft ?? progress.reading ?? {};

  async function change(next: Partial<Reading>): Promise<void> {
    const changed = { ...(latest.current ?? progress.reading), ...next };
    latest.current = changed;
    setDraft(changed);
    holdChoices(uploadId, next);
    try {
      await save.mutateAsync({ uploadId, reading: changed });
      if (latest.current === changed) releaseChoices(uploadId);
    } catch {
      // Shown by `error`; what the server has is asked for below.
    }
    if (latest.current !== changed) return;
    await queryClient.invalidateQueries({ queryKey: trpc.imports.get.queryKey({ uploadId }) });
    if (latest.current !== changed) return;
    latest.current = null;
    setDraft(null);
  }
  const isOpen = isReadingOpen(progress.upload) && progress.upload.isWhole;
  const resume = useRef(() => {});
  resume.current = () => {
    const held = isOpen ? heldChoices(uploadId) : null;
    if (held) void change(held);
  };
  useEffect(() => resume.current(), []);
  return {
    reading,
    change: (next: Partial<Reading>) => void change(next),
    error: save.error,
    isOpen,
    /** Made without a connection, and not sent yet. */
    isHeld: save.isPaused,
  };
}

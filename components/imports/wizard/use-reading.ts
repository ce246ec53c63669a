"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { readProblem } from "../../layout/problem";
import { useTRPC, useTRPCClient } from "../../layout/trpc";
import type { Progress, Reading } from "../answers";
import { useMoveUpload } from "../use-move-upload";
import { heldChoices, holdChoices, releaseChoices, type SeenReading } from "./held-choices";
import { type Clash, mergeReadings } from "./merge-readings";
import { isReadingOpen, stepHref } from "./steps";

/** What somebody else chose meanwhile, beside what was chosen here. */
export type ReadingConflict = {
  clashes: readonly Clash[];
  by: Progress["readingBy"];
  secondsAgo: number;
  /** Mine over theirs, and the version of theirs. */
  mine: Reading;
  now: SeenReading;
};
type Choice = { reading: Reading; on: SeenReading };

export type ReadingChoices = ReturnType<typeof useReadingChoices>;

/**
 * How a person wants the file to be read, over all of its steps. Every choice is kept at once, so that
 * neither a reload nor a closed tab loses it and whoever else is there sees it. While choices are on their
 * way, one after the other, those made here count, not what the stream still says; without a connection
 * they wait in this browser, beyond a reload too. Each says which reading it was made on: what somebody
 * else chose meanwhile is kept beside it, or, where both chose the same thing, shown and asked about.
 */
export function useReadingChoices(uploadId: string, progress: Progress) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const send = useSending(uploadId);
  const [draft, setDraft] = useState<Reading | null>(null);
  const [conflict, setConflict] = useState<ReadingConflict | null>(null);
  const [unasked, setUnasked] = useState<unknown>(null);
  const latest = useRef<Reading | null>(null);
  const seen = useRef<SeenReading | null>(null);
  const reading: Reading = draft ?? progress.reading ?? {};
  const isOpen = isReadingOpen(progress.upload) && progress.upload.isWhole;
  const seenNow = () => seen.current ?? seenIn(progress);

  /** Theirs and mine in one when that undoes nothing, else the conflict is shown. */
  async function join({ reading: mine, on }: Choice, isCurrent: () => boolean): Promise<Choice | null> {
    const options = { ...trpc.imports.get.queryOptions({ uploadId }), staleTime: 0 };
    // What they chose could not be asked for: that is said, and the choice stays in this browser.
    const fresh = await queryClient.fetchQuery(options).catch(setUnasked);
    if (!fresh || !isCurrent()) return null;
    const { merged, clashes } = mergeReadings(on.reading, mine, fresh.reading);
    const now = seenIn(fresh);
    if (clashes.length === 0) return { reading: merged, on: now };
    const secondsAgo = Math.max(0, (Date.now() - (fresh.readingAt?.getTime() ?? Date.now())) / 1000);
    setConflict({ clashes, by: fresh.readingBy, secondsAgo, mine: merged, now });
    return null;
  }

  async function keep(mine: Reading, on: SeenReading): Promise<void> {
    latest.current = mine;
    seen.current = on;
    const isLatest = () => latest.current === mine;
    setDraft(mine);
    setConflict(null);
    setUnasked(null);
    try {
      await send.save.mutateAsync({ reading: mine, on });
      if (isLatest()) releaseChoices(uploadId);
    } catch (error) {
      // Any other failure is shown by `error`; what the server has is asked for below.
      const joined = isLatest() && isStale(error) ? await join({ reading: mine, on }, isLatest) : null;
      if (joined) return keep(joined.reading, joined.on);
    }
    if (!isLatest()) return;
    await queryClient.invalidateQueries({ queryKey: trpc.imports.get.queryKey({ uploadId }) });
    if (!isLatest()) return;
    latest.current = null;
    seen.current = null;
    setDraft(null);
  }
  function change(choices: Partial<Reading>, on = seenNow()): void {
    holdChoices(uploadId, on, choices);
    void keep({ ...(latest.current ?? on.reading), ...choices }, on);
  }
  async function goOn(choice: Choice): Promise<void> {
    try {
      await send.dryRun.mutateAsync(choice);
    } catch (error) {
      const joined = isStale(error) ? await join(choice, () => true) : null;
      if (joined) await goOn(joined);
    }
  }

  const resume = useRef(() => {});
  resume.current = () => {
    const held = isOpen ? heldChoices(uploadId) : null;
    if (held) change(held.choices, held.on);
  };
  useEffect(() => resume.current(), []);
  return {
    reading,
    change: (choices: Partial<Reading>) => change(choices),
    /** Has the whole file read so and goes on to its preview, after every choice on its way is kept. */
    preview: (chosen: Reading) => void goOn({ reading: chosen, on: seenNow() }),
    isPreviewing: send.dryRun.isPending,
    errors: [send.save.error, send.dryRun.error, unasked].filter((error) => error && !isStale(error)),
    isOpen,
    /** Made without a connection, and not sent yet. */
    isHeld: send.save.isPaused,
    conflict,
    takeTheirs: () => {
      releaseChoices(uploadId);
      setConflict(null);
    },
    applyMine: () => void (conflict && keep(conflict.mine, conflict.now)),
  };
}

/**
 * What is done to a file's reading goes one after the other, so that no late choice undoes what came after
 * it; each leaves to the next of this person the version that it made.
 */
function useSending(uploadId: string) {
  const trpc = useTRPCClient();
  const router = useRouter();
  const move = useMoveUpload(uploadId);
  const scope = { id: `reading of ${uploadId}` };
  const save = useMutation({
    mutationFn: async ({ reading, on }: Choice) => {
      const { version } = await trpc.imports.saveReading.mutate({ uploadId, reading, version: on.version });
      Object.assign(on, { version, reading });
    },
    scope,
  });
  const dryRun = useMutation({
    mutationFn: ({ reading, on }: Choice) =>
      trpc.imports.preview.mutate({ uploadId, reading, version: on.version }),
    onSuccess: () => {
      move("SPLITTING");
      router.push(stepHref(uploadId, "previa"));
    },
    scope,
  });
  return { save, dryRun };
}

function seenIn({ readingVersion, reading }: Progress): SeenReading {
  return { version: readingVersion, reading };
}

function isStale(error: unknown): boolean {
  return readProblem(error)?.code === "upload.reading_changed";
}

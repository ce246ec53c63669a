"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { classNames } from "../ui/class-names";
import { formatCount, formatDuration } from "../ui/format";
import { ProgressBar, SegmentBar } from "../ui/progress";
import type { Progress } from "./answers";
import { addSample, ratePerSecond, type Sample, secondsLeft } from "./rate";
import type { Connection } from "./use-upload-progress";

const moving = ["SPLITTING", "STAGING", "ACCEPTING", "PROCESSING", "STOPPING"] as const;
type Moving = (typeof moving)[number];

/** How far a file got, how fast and how long still; screen readers hear every quarter, not each number. */
export function UploadProgress({ progress, connection }: { progress: Progress; connection: Connection }) {
  const t = useTranslations("files.progress");
  const locale = useLocale();
  const { state } = progress.upload;
  const { done, total } = measure(progress);
  const samples = useSamples(state, done);
  if (!isMoving(state)) {
    return (
      <p role="status" className="sr-only">
        {t(`said.${state}`)}
      </p>
    );
  }
  const percent = total > 0 ? Math.min(100, (done / total) * 100) : null;
  const rate = ratePerSecond(samples);
  const left = secondsLeft(samples, total);
  const stage = t(`stage.${state}`);
  const facts = [
    total > 0
      ? t("of", { done: formatCount(done, locale), total: formatCount(total, locale) })
      : t("starting"),
    rate === null ? null : t("rate", { formatted: formatCount(Math.round(rate), locale) }),
    left === null || left < 1 ? null : t("left", { duration: formatDuration(left) }),
  ].filter((fact) => fact !== null);
  return (
    <section aria-label={t("title")} className="card flex flex-col gap-2 p-4">
      <ProgressBar label={stage} value={percent} text={facts.join(" · ")} />
      {state === "PROCESSING" ? <Outcomes progress={progress} total={total} /> : null}
      <p className="flex items-center gap-1.5 text-xs text-muted">
        <span
          aria-hidden
          className={classNames("size-1.5 rounded-full", connection === "live" ? "bg-ok" : "bg-pending")}
        />
        {t(connection === "live" ? "live" : "reconnecting")} · {t("mayClose")}
      </p>
      <p role="status" className="sr-only">
        {percent === null ? stage : t("spoken", { stage, percent: Math.floor(percent / 25) * 25 })}
      </p>
    </section>
  );
}

function isMoving(state: string): state is Moving {
  return (moving as readonly string[]).includes(state);
}

/** The pace is that of one stage: the next counts something else. */
function useSamples(state: string, done: number): readonly Sample[] {
  const [seen, setSeen] = useState<{ state: string; done: number; samples: readonly Sample[] }>({
    state,
    done: -1,
    samples: [],
  });
  if (seen.state === state && seen.done === done) return seen.samples;
  const samples = addSample(seen.state === state ? seen.samples : [], { at: performance.now(), done });
  setSeen({ state, done, samples });
  return samples;
}

function Outcomes({ progress, total }: { progress: Progress; total: number }) {
  const count = (fits: (group: Progress["operations"][number]) => boolean) =>
    progress.operations.filter(fits).reduce((sum, group) => sum + group.count, 0);
  return (
    <SegmentBar
      total={total}
      segments={[
        { key: "executed", count: count(({ state }) => state === "EXECUTED"), look: "bg-ok" },
        { key: "review", count: count(({ waitReason }) => waitReason === "IN_REVIEW"), look: "bg-review" },
        {
          key: "waiting",
          count: count(({ state, waitReason }) => state === "PENDING" && waitReason !== "IN_REVIEW"),
          look: "bg-pending",
        },
      ]}
    />
  );
}

/** Rows staged while reading; then operations that are final or in front of a person. */
function measure({ upload, operations }: Progress): { done: number; total: number } {
  if (upload.state === "SPLITTING") return { done: 0, total: 0 };
  if (upload.state === "STAGING") return { done: upload.stagedRows, total: upload.rowCount ?? 0 };
  const settled = operations.filter((group) => group.state !== "PENDING" || group.waitReason === "IN_REVIEW");
  const known = operations.reduce((sum, group) => sum + group.count, 0);
  if (upload.state === "ACCEPTING") return { done: known, total: upload.rowCount ?? 0 };
  return { done: settled.reduce((sum, group) => sum + group.count, 0), total: upload.acceptedCount ?? known };
}

"use client";

import { Pause, Play, X } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "../../ui/button";
import { formatBytes, formatDuration } from "../../ui/format";
import { Notice } from "../../ui/notice";
import { ProgressBar } from "../../ui/progress";
import { ratePerSecond, secondsLeft } from "../rate";
import {
  cancelTransfer,
  pauseTransfer,
  resumeTransfer,
  type Transfer,
  type TransferFailure,
} from "../transfers";
import { stepHref } from "./steps";

/** One file on its way: how much arrived, how fast, how long still. */
export function TransferCard({ transfer, onCancelled }: { transfer: Transfer; onCancelled?: () => void }) {
  const t = useTranslations("wizard.transfer");
  const locale = useLocale();
  const { key, file, state, sentBytes, samples } = transfer;
  const rate = state === "sending" ? ratePerSecond(samples) : null;
  const left = state === "sending" ? secondsLeft(samples, file.size) : null;
  const facts = [
    t("sent", { sent: formatBytes(sentBytes, locale), total: formatBytes(file.size, locale) }),
    rate === null ? null : t("rate", { rate: formatBytes(Math.round(rate), locale) }),
    left === null ? null : t("left", { duration: formatDuration(left) }),
  ].filter((fact) => fact !== null);
  return (
    <section aria-label={t("title", { name: file.name })} className="card flex min-w-0 flex-col gap-3 p-4">
      <ProgressBar
        label={file.name}
        value={file.size > 0 ? (sentBytes / file.size) * 100 : 0}
        text={facts.join(" · ")}
      />
      <p role="status" className="text-xs text-muted">
        {t(`states.${state}`)}
      </p>
      {transfer.failure ? <TransferFailed failure={transfer.failure} /> : null}
      <div className="flex flex-wrap gap-2">
        {state === "paused" || state === "failed" ? (
          <Button onClick={() => resumeTransfer(key)}>
            <Play aria-hidden />
            {t("resume")}
          </Button>
        ) : null}
        {state === "sending" ? (
          <Button onClick={() => pauseTransfer(key)}>
            <Pause aria-hidden />
            {t("pause")}
          </Button>
        ) : null}
        {state === "arrived" ? null : (
          <Button
            onClick={() => {
              cancelTransfer(key);
              onCancelled?.();
            }}
          >
            <X aria-hidden />
            {t("cancel")}
          </Button>
        )}
        {transfer.uploadId && state !== "failed" ? (
          <Link
            href={stepHref(transfer.uploadId, "arquivo")}
            className="inline-flex h-8 items-center px-2 text-accent hover:underline"
          >
            {t("open")}
          </Link>
        ) : null}
      </div>
    </section>
  );
}

export function TransferFailed({ failure }: { failure: TransferFailure }) {
  const t = useTranslations("wizard.transfer");
  return (
    <Notice tone="bad" title={failure.message ?? t("failed")}>
      <p>{failure.action ?? t("failedAction")}</p>
      {failure.code === "upload.duplicate" && failure.uploadId ? (
        <Link href={`/arquivos/${failure.uploadId}`} className="text-accent underline">
          {t("seeFirst")}
        </Link>
      ) : null}
    </Notice>
  );
}

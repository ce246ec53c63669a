"use client";

import { FileUp, Pause, Play, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type DragEvent, useRef, useState } from "react";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { formatBytes } from "../ui/format";
import { Notice } from "../ui/notice";
import { ProgressBar } from "../ui/progress";
import { useResumableUpload } from "./use-resumable-upload";

/** Chooses a file and sends it; a cut connection or a closed tab goes on where it stopped. */
export function SendFile({ bytesMax }: { bytesMax: number }) {
  const t = useTranslations("send");
  const locale = useLocale();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useResumableUpload((uploadId) => router.push(`/arquivos/${uploadId}`));

  function choose(files: FileList | null) {
    const file = files?.[0];
    if (!file) return;
    setTooLarge(file.size > bytesMax);
    if (file.size <= bytesMax) void upload.send(file);
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files);
  }

  return (
    <div className="flex flex-col gap-4">
      {tooLarge ? (
        <Notice tone="bad" title={t("tooLarge", { max: formatBytes(bytesMax, locale) })}>
          {t("tooLargeAction")}
        </Notice>
      ) : null}
      {upload.failure ? <SendFailure failure={upload.failure} /> : null}
      {upload.state === "idle" || upload.state === "failed" ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button inside
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={classNames(
            "flex flex-col items-center gap-3 rounded-lg border-2 border-dashed px-6 py-12 text-center",
            isOver ? "border-accent bg-accent-soft" : "border-line-strong bg-surface",
          )}
        >
          <FileUp aria-hidden className="size-7 text-muted" strokeWidth={1.5} />
          <p className="text-base font-medium">{t("drop")}</p>
          <input
            ref={input}
            id="arquivo"
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            className="peer sr-only"
            onChange={(event) => choose(event.target.files)}
          />
          <label
            htmlFor="arquivo"
            className="inline-flex h-9 cursor-pointer items-center rounded-md bg-accent px-4 text-sm font-medium text-on-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus hover:bg-accent-hover"
          >
            {t("choose")}
          </label>
          <p className="max-w-[56ch] text-xs text-muted">
            {t("limits", { max: formatBytes(bytesMax, locale) })}
          </p>
        </div>
      ) : (
        <section aria-label={t("sending")} className="card flex flex-col gap-3 p-4">
          <ProgressBar
            label={upload.fileName}
            value={upload.percent}
            text={t("sent", {
              sent: formatBytes(upload.sentBytes, locale),
              total: formatBytes(upload.totalBytes, locale),
            })}
          />
          <p role="status" className="text-xs text-muted">
            {t(`states.${upload.state}`)}
          </p>
          <div className="flex gap-2">
            {upload.state === "paused" ? (
              <Button onClick={upload.resume}>
                <Play aria-hidden />
                {t("resume")}
              </Button>
            ) : (
              <Button onClick={upload.pause} disabled={upload.state !== "sending"}>
                <Pause aria-hidden />
                {t("pause")}
              </Button>
            )}
            <Button onClick={upload.cancel}>
              <X aria-hidden />
              {t("cancel")}
            </Button>
          </div>
        </section>
      )}
    </div>
  );
}

function SendFailure({
  failure,
}: {
  failure: { message: string | null; action: string | null; uploadId: string | null; code: string };
}) {
  const t = useTranslations("send");
  const isDuplicate = failure.code === "upload.duplicate";
  return (
    <Notice tone="bad" title={failure.message ?? t("failed")}>
      <p>{failure.action ?? t("failedAction")}</p>
      {isDuplicate && failure.uploadId ? (
        <Link href={`/arquivos/${failure.uploadId}`} className="text-accent underline">
          {t("seeFirst")}
        </Link>
      ) : null}
    </Notice>
  );
}

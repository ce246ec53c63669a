"use client";

import { useLocale, useTranslations } from "next-intl";
import { ButtonLink } from "../ui/button";
import { Instant } from "../ui/date-time";
import { formatCount } from "../ui/format";
import { Notice } from "../ui/notice";
import type { Progress } from "./answers";
import { fatesOfStopped } from "./stopped";

/** Of a cancelled file: who or what ended it, and what stays of it. */
export function CancelledNotice({ progress, canSend }: { progress: Progress; canSend: boolean }) {
  const t = useTranslations("files.cancel");
  const locale = useLocale();
  const { upload } = progress;
  if (upload.state === "STOPPING")
    return (
      <Notice tone="waiting" title={t("stopping")}>
        {t("stoppingHint")}
      </Notice>
    );
  if (upload.state !== "CANCELLED") return null;
  const who = upload.cancelledByName ?? "";
  const when = upload.cancelledAt ? <Instant at={upload.cancelledAt} /> : null;
  if (upload.acceptedCount === null) {
    const title = t(`gone.${upload.cancelCode ?? "PERSON"}`, { who: who === "" ? "no" : "yes", name: who });
    return (
      <Notice tone="info" title={title}>
        <p>
          {when}
          {when ? " · " : null}
          {t("nothingStays")}
        </p>
        {canSend ? (
          <ButtonLink href="/arquivos/enviar" className="mt-2">
            {t("sendAnother")}
          </ButtonLink>
        ) : null}
      </Notice>
    );
  }
  const fates = fatesOfStopped(progress);
  return (
    <Notice tone="waiting" title={t("stoppedBy", { name: who })}>
      <p className="figures">
        {(["executed", "waiting", "notTaken"] as const)
          .map((fate) =>
            t(`stayed.${fate}`, { count: fates[fate], formatted: formatCount(fates[fate], locale) }),
          )
          .join(" · ")}
      </p>
      <p className="mt-1">
        {when}
        {when ? " · " : null}
        {t(fates.executed > 0 ? "stoppedHint" : "stoppedNothing")}
      </p>
    </Notice>
  );
}

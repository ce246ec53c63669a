"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { formatBytes } from "../../ui/format";
import { Notice } from "../../ui/notice";
import { ProgressBar } from "../../ui/progress";
import { sendFiles } from "../transfers";
import { DropZone } from "./drop-zone";
import { useWizard } from "./wizard-context";

type Arrived = { sentBytes: number; totalBytes: number };

/**
 * A file that was cut half-way, by a closed tab or on another computer: how much arrived, and the way to
 * go on. A file of another name or size is refused here, because its bytes would not fit to the first.
 */
export function ContinueSending({ bytesMax }: { bytesMax: number }) {
  const t = useTranslations("wizard.unfinished");
  const locale = useLocale();
  const { uploadId, progress } = useWizard();
  const { fileName, isOwn } = progress.upload;
  const [other, setOther] = useState<string | null>(null);
  const arrived = useQuery({
    queryKey: ["how much of a file arrived", uploadId],
    queryFn: () => askArrived(uploadId),
    enabled: isOwn,
    refetchInterval: 5_000,
  });
  if (!isOwn) return <Notice tone="waiting" title={t("others", { name: progress.upload.uploaderName })} />;
  const { sentBytes, totalBytes } = arrived.data ?? { sentBytes: 0, totalBytes: 0 };

  function resume([file]: File[]) {
    if (!file) return;
    const isSame = file.name === fileName && (totalBytes === 0 || file.size === totalBytes);
    setOther(isSame ? null : file.name);
    if (isSame) sendFiles([file], { uploadId });
  }
  return (
    <section aria-label={t("title")} className="card flex flex-col gap-4 p-4">
      <ProgressBar
        label={t("label", { name: fileName })}
        value={totalBytes > 0 ? (sentBytes / totalBytes) * 100 : null}
        text={
          totalBytes > 0
            ? t("arrived", {
                percent: Math.floor((sentBytes / totalBytes) * 100),
                sent: formatBytes(sentBytes, locale),
                total: formatBytes(totalBytes, locale),
              })
            : undefined
        }
      />
      {other ? (
        <Notice tone="bad" title={t("otherFile", { name: other })}>
          {t("otherFileAction", { name: fileName, size: formatBytes(totalBytes, locale) })}
        </Notice>
      ) : null}
      <DropZone
        bytesMax={bytesMax}
        onFiles={resume}
        title={t("drop")}
        chooseLabel={t("choose")}
        hint={t("hint")}
        isSmall
      />
    </section>
  );
}

async function askArrived(uploadId: string): Promise<Arrived> {
  const response = await fetch(`/api/uploads/${uploadId}`, {
    method: "HEAD",
    headers: { "tus-resumable": "1.0.0" },
  });
  return {
    sentBytes: Number(response.headers.get("upload-offset") ?? 0),
    totalBytes: Number(response.headers.get("upload-length") ?? 0),
  };
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { Download, Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button, DownloadLink } from "../ui/button";
import { formatCount } from "../ui/format";
import { Section } from "../ui/section";
import type { Progress } from "./answers";
import { sendFiles, useTransfers } from "./transfers";
import { DropZone } from "./wizard/drop-zone";
import { TransferCard } from "./wizard/transfer-card";

/**
 * Two ways back in for the lines that were left out: those mended here go alone, or the file of rejected
 * lines is mended elsewhere and dropped here; either way only what changed is taken.
 */
export function ResendCorrected({ progress, bytesMax }: { progress: Progress; bytesMax: number }) {
  const t = useTranslations("files.resend");
  const trpc = useTRPC();
  const router = useRouter();
  const locale = useLocale();
  const { uploadId } = progress.upload;
  const ready = progress.edits.unsent;
  const resend = useMutation(
    trpc.imports.resend.mutationOptions({
      onSuccess: (child) => router.push(`/arquivos/enviar/${child.uploadId}`),
    }),
  );
  const [awaited, setAwaited] = useState<File | null>(null);
  const transfer = useTransfers().findLast((each) => each.file === awaited) ?? null;
  const childId = transfer?.uploadId ?? null;
  useEffect(() => {
    if (childId) router.push(`/arquivos/enviar/${childId}`);
  }, [childId, router]);
  return (
    <Section title={t("title")}>
      <div className="grid grid-cols-1 gap-5 p-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col items-start gap-3">
          <p>{t("here")}</p>
          <p role="status" className="figures font-medium">
            {t("ready", { count: ready, formatted: formatCount(ready, locale) })}
          </p>
          {resend.error ? <Failure error={resend.error} /> : null}
          <Button
            kind="primary"
            disabled={ready === 0 || resend.isPending}
            onClick={() => resend.mutate({ uploadId })}
          >
            <Send aria-hidden />
            {t("send", { count: ready, formatted: formatCount(ready, locale) })}
          </Button>
        </div>
        <div className="flex min-w-0 flex-col items-start gap-3 lg:border-l lg:border-line lg:pl-5">
          <p>{t("elsewhere")}</p>
          <DownloadLink href={`/api/arquivos/${uploadId}/rejeitadas`}>
            <Download aria-hidden />
            {t("download")}
          </DownloadLink>
          <div className="w-full">
            {transfer && !childId ? (
              <TransferCard transfer={transfer} />
            ) : (
              <DropZone
                bytesMax={bytesMax}
                onFiles={(files) => {
                  setAwaited(files[0] ?? null);
                  sendFiles(files, { parentId: uploadId });
                }}
                title={t("drop")}
                chooseLabel={t("choose")}
                hint={t("dropHint")}
                isSmall
              />
            )}
          </div>
        </div>
      </div>
    </Section>
  );
}

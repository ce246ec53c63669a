"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "../../layout/trpc";
import { Instant } from "../../ui/date-time";
import { formatBytes } from "../../ui/format";
import { Section } from "../../ui/section";
import { sendFiles, type Transfer, useTransfers } from "../transfers";
import { UploadStatus } from "../upload-status";
import { DropZone } from "./drop-zone";
import { currentStep, stepHref } from "./steps";
import { TransferCard, TransferFailed } from "./transfer-card";

/** Where a file begins; one alone leads on by itself, several are sent one after the other. */
export function StartSending({ bytesMax }: { bytesMax: number }) {
  const t = useTranslations("wizard.start");
  const locale = useLocale();
  const router = useRouter();
  const transfers = useTransfers().filter(({ parentId }) => parentId === null);
  const [awaited, setAwaited] = useState<File | null>(null);
  const followed = transfers.findLast((transfer) => transfer.file === awaited);
  const followedId = followed?.uploadId ?? null;
  useEffect(() => {
    if (followedId) router.push(stepHref(followedId, "arquivo"));
  }, [followedId, router]);

  function choose(files: File[]) {
    setAwaited(files.length === 1 ? (files[0] ?? null) : null);
    sendFiles(files);
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <DropZone
        bytesMax={bytesMax}
        onFiles={choose}
        title={t("drop")}
        chooseLabel={t("choose")}
        hint={t("limits", { max: formatBytes(bytesMax, locale) })}
        isMultiple
        canPaste
      />
      {transfers
        .filter(isNews)
        .map((transfer) =>
          transfer.state === "failed" && transfer.failure && !transfer.uploadId ? (
            <TransferFailed key={transfer.key} failure={transfer.failure} />
          ) : (
            <TransferCard key={transfer.key} transfer={transfer} />
          ),
        )}
      <OpenUploads />
    </div>
  );
}

/** What is still on its way, or did not get there. */
function isNews({ state, uploadId }: Transfer): boolean {
  return state !== "arrived" && !(state === "failed" && uploadId !== null);
}

/** Files that this person began and did not finish: each goes on where it stopped. */
function OpenUploads() {
  const t = useTranslations("wizard.start");
  const trpc = useTRPC();
  const open = useQuery(
    trpc.imports.list.queryOptions({
      states: ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED"],
      isOwn: true,
      limit: 5,
    }),
  );
  if (!open.data || open.data.items.length === 0) return null;
  return (
    <Section title={t("open")}>
      <ul className="divide-y divide-line">
        {open.data.items.map((upload) => (
          <li key={upload.uploadId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <Link
              href={stepHref(upload.uploadId, currentStep(upload))}
              className="font-medium text-accent hover:underline"
            >
              {t("goOn", { name: upload.fileName })}
            </Link>
            <UploadStatus state={upload.state} />
            <span className="ml-auto text-xs text-muted">
              <Instant at={upload.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

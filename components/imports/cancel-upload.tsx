"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { OctagonX, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { formatCount } from "../ui/format";
import { useToasts } from "../ui/toast";
import type { Progress } from "./answers";
import { fatesIfStopped } from "./stopped";
import { dropTransfer, pauseTransfer, useTransferOf } from "./transfers";

const unaccepted = ["RECEIVING", "AWAITING_CONFIRMATION", "SPLITTING", "STAGING", "PREVIEWED"];

/**
 * The way out of a file at any moment: discarded at once while nothing of it happened, stopped once
 * operations are being made, after saying what would stay.
 */
export function CancelUpload({ progress }: { progress: Progress }) {
  const { upload } = progress;
  const isRunning = upload.state === "ACCEPTING" || upload.state === "PROCESSING";
  const mayDiscard = upload.isOwn || (upload.isWhole && upload.confirmedAt !== null);
  if (isRunning && upload.isWhole) return <StopButton progress={progress} />;
  if (!unaccepted.includes(upload.state) || !mayDiscard) return null;
  return <DiscardButton upload={upload} />;
}

/** What was mended and chosen goes with the file, so one press is not enough. */
function DiscardButton({ upload }: Pick<Progress, "upload">) {
  const t = useTranslations("files.cancel");
  const [isOpen, setOpen] = useState(false);
  const { cancel, isPending, error } = useCancel(upload.uploadId, () => setOpen(false));
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        <Trash2 aria-hidden />
        {t("discard")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("discardTitle", { name: upload.fileName })}
        description={t("discardText")}
      >
        {error ? <Failure error={error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>{t("discardKeep")}</Button>
          <Button kind="danger" disabled={isPending} onClick={() => cancel()}>
            {t("discardConfirm")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

/** Whoever comes too late is told so: the file moved on, or another person was faster. */
function useCancel(uploadId: string, onDone?: () => void) {
  const t = useTranslations("files.cancel");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const transfer = useTransferOf(uploadId);
  const mutation = useMutation(
    trpc.imports.cancel.mutationOptions({
      onSuccess: () => {
        // Bytes that this tab is still sending have nowhere to go any more.
        if (transfer) pauseTransfer(transfer.key);
        if (transfer) dropTransfer(transfer.key);
        onDone?.();
      },
      onError: (error) => {
        if (error.data?.problem.code !== "upload.wrong_state") return;
        onDone?.();
        toasts.add({ title: t("tooLate"), description: t("tooLateHint") });
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    }),
  );
  const isLate = mutation.error?.data?.problem.code === "upload.wrong_state";
  return {
    cancel: () => mutation.mutate({ uploadId }),
    isPending: mutation.isPending,
    error: isLate ? null : mutation.error,
  };
}

function StopButton({ progress }: { progress: Progress }) {
  const t = useTranslations("files.cancel");
  const [isOpen, setOpen] = useState(false);
  const { upload } = progress;
  const { cancel, isPending, error } = useCancel(upload.uploadId, () => setOpen(false));
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        <OctagonX aria-hidden />
        {t("stop")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("dialogTitle", { name: upload.fileName })}
        description={t("dialogText")}
      >
        <div className="flex flex-col gap-4">
          {error ? <Failure error={error} /> : null}
          <Fates progress={progress} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{t("keep")}</Button>
            <Button kind="danger" disabled={isPending} onClick={() => cancel()}>
              {t("confirm")}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

/** The three numbers as they stand while the person thinks about it. */
function Fates({ progress }: { progress: Progress }) {
  const t = useTranslations("files.cancel");
  const locale = useLocale();
  const fates = fatesIfStopped(progress);
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-3">
      {(["executed", "waiting", "notTaken"] as const).map((fate) => (
        <div key={fate} className="flex flex-col">
          <dt className="text-muted">{t(`fates.${fate}`)}</dt>
          <dd className="figures text-xl font-semibold">{formatCount(fates[fate], locale)}</dd>
          <dd className="text-xs text-muted">{t(`hints.${fate}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

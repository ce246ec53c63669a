"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonForm } from "../layout/reason-form";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Section } from "../ui/section";
import { useToasts } from "../ui/toast";
import type { Progress } from "./answers";
import { ReversalResult } from "./reversal-result";
import { fatesOfStopped } from "./stopped";

/**
 * Takes a whole import back. Never by who sent it; what happened with every operation is then shown in
 * three buckets.
 */
export function RevertUpload({ progress }: { progress: Progress }) {
  const t = useTranslations("files.revert");
  const { upload, reversal } = progress;
  if (reversal) return <ReversalResult uploadId={upload.uploadId} reversal={reversal} />;
  const isStopped = upload.state === "CANCELLED";
  if (upload.state !== "DONE" && !isStopped) return null;
  const left = isStopped ? fatesOfStopped(progress).executed : (upload.acceptedCount ?? 0);
  if (left === 0) return null;
  return (
    <Section title={t("title")}>
      <div className="flex flex-wrap items-center justify-between gap-3 p-4">
        <p id="desfazer-como" className="max-w-[72ch] text-muted">
          {upload.isOwn ? t("own") : t("text")}
        </p>
        {upload.isOwn ? (
          <Button kind="danger" aria-disabled="true" aria-describedby="desfazer-como">
            <Undo2 aria-hidden />
            {t("action")}
          </Button>
        ) : (
          <RevertButton uploadId={upload.uploadId} fileName={upload.fileName} />
        )}
      </div>
    </Section>
  );
}

function RevertButton({ uploadId, fileName }: { uploadId: string; fileName: string }) {
  const t = useTranslations("files.revert");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [isOpen, setOpen] = useState(false);
  const revert = useMutation(
    trpc.imports.revert.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        toasts.add({ title: t("started"), description: t("startedHint") });
        await queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() });
      },
    }),
  );
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        <Undo2 aria-hidden />
        {t("action")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("dialogTitle", { name: fileName })}
        description={t("dialogText")}
      >
        <ReasonForm
          words={{
            reason: t("reason"),
            reasonHint: t("reasonHint"),
            goBack: t("cancel"),
            confirm: t("confirm"),
          }}
          isBusy={revert.isPending}
          error={revert.error}
          onBack={() => setOpen(false)}
          onConfirm={(reason) => revert.mutate({ uploadId, reason })}
        />
      </Dialog>
    </>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter, useSelectedLayoutSegment } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { BackLink } from "../../layout/back-link";
import { Failure } from "../../layout/failure";
import { PageHeader } from "../../layout/page-header";
import { useTRPC } from "../../layout/trpc";
import { Button } from "../../ui/button";
import { classNames } from "../../ui/class-names";
import type { Progress } from "../answers";
import { UploadFacts } from "../upload-facts";
import { UploadStatus } from "../upload-status";
import { type Connection, useUploadProgress } from "../use-upload-progress";
import { Presence } from "./presence";
import { StepList } from "./step-list";
import { followedStep, isStep, stepHref } from "./steps";
import { WizardProvider } from "./wizard-context";

/** What stays the same over the five steps: the file, where it stands, who else is there. */
export function WizardFrame({ uploadId, children }: { uploadId: string; children: ReactNode }) {
  const t = useTranslations("wizard");
  const router = useRouter();
  const segment = useSelectedLayoutSegment() ?? "arquivo";
  const step = isStep(segment) ? segment : "arquivo";
  const { progress, connection } = useUploadProgress(uploadId, step);
  const { upload } = progress;
  const follow = followedStep(step, upload);
  useEffect(() => {
    if (follow) router.replace(stepHref(uploadId, follow));
  }, [follow, router, uploadId]);
  return (
    <WizardProvider value={{ uploadId, step, progress, connection }}>
      <PageHeader
        back={<BackLink href="/arquivos">{t("backToFiles")}</BackLink>}
        title={
          <>
            {upload.fileName}
            <UploadStatus state={upload.state} />
          </>
        }
        description={<UploadFacts upload={upload} />}
        actions={<Discard upload={upload} />}
      />
      <div className="flex min-w-0 flex-col gap-4 **:scroll-mt-32">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <StepList />
          <div className="flex flex-wrap items-center gap-4">
            <Presence people={progress.presence} />
            <ConnectionDot connection={connection} />
          </div>
        </div>
        {children}
      </div>
    </WizardProvider>
  );
}

/** Whether what is shown comes by itself. */
function ConnectionDot({ connection }: { connection: Connection }) {
  const t = useTranslations("wizard.connection");
  return (
    <p className="flex items-center gap-1.5 text-xs text-muted">
      <span
        aria-hidden
        className={classNames("size-1.5 rounded-full", connection === "live" ? "bg-ok" : "bg-pending")}
      />
      {t(connection)}
    </p>
  );
}

/** Before anything happened with it a file can still be thrown away by who sent it. */
function Discard({ upload }: { upload: Progress["upload"] }) {
  const t = useTranslations("wizard");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { uploadId } = upload;
  const cancel = useMutation(
    trpc.imports.cancel.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    }),
  );
  const isOpen = ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED"].includes(upload.state);
  if (!isOpen || !upload.isOwn) return null;
  return (
    <div className="flex flex-col items-end gap-2">
      <Button kind="danger" disabled={cancel.isPending} onClick={() => cancel.mutate({ uploadId })}>
        <Trash2 aria-hidden />
        {t("discard")}
      </Button>
      {cancel.error ? <Failure error={cancel.error} /> : null}
    </div>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonForm } from "../layout/reason-form";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { useToasts } from "../ui/toast";

type Props = { operationId: string; externalId: string; isOwn: boolean };

/** Undoes an executed operation by a new entry. Who sent the file sees why they may not. */
export function ReverseOperation({ operationId, externalId, isOwn }: Props) {
  const t = useTranslations("operations.reverse");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [isOpen, setOpen] = useState(false);
  const reverse = useMutation(
    trpc.operations.reverse.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        toasts.add({ title: t("done", { id: externalId }), description: t("doneHint") });
        await queryClient.invalidateQueries();
      },
    }),
  );
  if (isOwn) {
    return (
      <span className="flex flex-col gap-1 md:items-end">
        <Button aria-disabled="true" aria-describedby="own-upload">
          <Undo2 aria-hidden />
          {t("action")}
        </Button>
        <span id="own-upload" className="text-xs text-muted">
          {t("own")}
        </span>
      </span>
    );
  }
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        <Undo2 aria-hidden />
        {t("action")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("title", { id: externalId })}
        description={t("description")}
      >
        <ReasonForm
          words={{
            reason: t("reason"),
            reasonHint: t("reasonHint"),
            goBack: t("cancel"),
            confirm: t("confirm"),
          }}
          isBusy={reverse.isPending}
          error={reverse.error}
          onBack={() => setOpen(false)}
          onConfirm={(reason) => reverse.mutate({ operationId, reason })}
        />
      </Dialog>
    </>
  );
}

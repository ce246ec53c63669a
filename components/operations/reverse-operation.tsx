"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
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
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    reverse.mutate({ operationId, reason });
  }
  if (isOwn) {
    return (
      <span className="flex flex-col items-end gap-1">
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
        <form onSubmit={submit} className="flex flex-col gap-4">
          {reverse.isError ? <Failure error={reverse.error} /> : null}
          <TextField
            name="reason"
            label={t("reason")}
            hint={t("reasonHint")}
            minLength={10}
            maxLength={1000}
            required
            autoComplete="off"
          />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
            <Button kind="primary" type="submit" disabled={reverse.isPending}>
              {t("confirm")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Button, ButtonLink } from "../ui/button";

/**
 * The file has arrived; nothing happens with it until its person says so. One that was cut half-way
 * goes on by choosing the same file again.
 */
export function ConfirmUpload({ uploadId, isWhole }: { uploadId: string; isWhole: boolean }) {
  const t = useTranslations(isWhole ? "files.confirm" : "files.unfinished");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.imports.get.queryKey({ uploadId }) }),
  };
  const confirm = useMutation(trpc.imports.confirm.mutationOptions(refresh));
  const cancel = useMutation(trpc.imports.cancel.mutationOptions(refresh));
  const error = confirm.error ?? cancel.error;
  const isBusy = confirm.isPending || cancel.isPending;
  return (
    <section aria-label={t("title")} className="card flex flex-col gap-3 p-4">
      <div>
        <h2 className="text-base font-semibold">{t("title")}</h2>
        <p className="text-muted">{t("text")}</p>
      </div>
      {error ? <Failure error={error} /> : null}
      <div className="flex flex-wrap gap-2">
        {isWhole ? (
          <Button kind="primary" size="large" disabled={isBusy} onClick={() => confirm.mutate({ uploadId })}>
            <Play aria-hidden />
            {confirm.isPending ? t("confirming") : t("confirm")}
          </Button>
        ) : (
          <ButtonLink kind="primary" size="large" href="/arquivos/enviar">
            <Play aria-hidden />
            {t("confirm")}
          </ButtonLink>
        )}
        <Button size="large" disabled={isBusy} onClick={() => cancel.mutate({ uploadId })}>
          <Trash2 aria-hidden />
          {t("discard")}
        </Button>
      </div>
    </section>
  );
}

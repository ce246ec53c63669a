"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonForm } from "../layout/reason-form";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { DefinitionList } from "../ui/section";
import { fieldInWords, type Words } from "./words";

/** Personal values that an event binds: hidden until somebody says why they look, which is an event too. */
export function Personal({ eventId, fields }: { eventId: string; fields: readonly string[] }) {
  const t = useTranslations("audit");
  const say = t as unknown as Words;
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const reveal = useMutation(trpc.audit.reveal.mutationOptions({ onSuccess: () => setOpen(false) }));
  return (
    <section aria-label={t("personal.title")} className="border-t border-line pb-3">
      <h3 className="flex items-center justify-between gap-2 px-4 pt-3 text-sm font-semibold">
        {t("personal.title")}
        {reveal.data ? null : (
          <Button kind="quiet" onClick={() => setOpen(true)}>
            <Eye aria-hidden />
            {t("personal.reveal")}
          </Button>
        )}
      </h3>
      <DefinitionList
        items={fields.map((field) => [fieldInWords(field, say), reveal.data?.[field] ?? "••••••"])}
      />
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("personal.dialogTitle")}
        description={t("personal.dialogText")}
      >
        <ReasonForm
          words={{
            reason: t("personal.reason"),
            reasonHint: t("personal.reasonHint"),
            goBack: t("personal.goBack"),
            confirm: t("personal.confirm"),
          }}
          isBusy={reveal.isPending}
          error={reveal.error}
          onBack={() => setOpen(false)}
          onConfirm={(reason) => reveal.mutate({ eventId, reason })}
        />
      </Dialog>
    </section>
  );
}

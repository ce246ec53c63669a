"use client";

import { useMutation } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonForm } from "../layout/reason-form";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { type Filter, isFiltered, toInput } from "./filter";
import { usePeople } from "./use-people";
import { filterInWords, type Words } from "./words";

/** The operations that the filtered events name, frozen and previewed; nothing is undone from here alone. */
export function ReverseNamed({ filter }: { filter: Filter }) {
  const t = useTranslations("audit");
  const locale = useLocale();
  const trpc = useTRPC();
  const router = useRouter();
  const people = usePeople();
  const [isOpen, setOpen] = useState(false);
  const preview = useMutation(
    trpc.reversals.preview.mutationOptions({
      onSuccess: ({ reversalId }) => router.push(`/auditoria/estornos/${reversalId}`),
    }),
  );
  const isWhole = !isFiltered(filter);
  const inWords = filterInWords(filter, t as unknown as Words, { people: people.byId, locale })
    .map(([, label, value]) => `${label}: ${value}`)
    .join(" · ");
  return (
    <span className="flex flex-col gap-1">
      <Button
        kind="danger"
        aria-disabled={isWhole}
        aria-describedby={isWhole ? "estornar-filtro" : undefined}
        onClick={() => !isWhole && setOpen(true)}
      >
        <Undo2 aria-hidden />
        {t("reversals.action")}
      </Button>
      {isWhole ? (
        <span id="estornar-filtro" className="sr-only">
          {t("reversals.needsFilter")}
        </span>
      ) : null}
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("reversals.dialogTitle")}
        description={t("reversals.dialogText", { filter: inWords })}
      >
        <ReasonForm
          words={{
            reason: t("reversals.reason"),
            reasonHint: t("reversals.reasonHint"),
            goBack: t("reversals.goBack"),
            confirm: t("reversals.preview"),
          }}
          isBusy={preview.isPending}
          error={preview.error}
          onBack={() => setOpen(false)}
          onConfirm={(reason) => preview.mutate({ filter: toInput(filter), inWords, reason })}
        />
      </Dialog>
    </span>
  );
}

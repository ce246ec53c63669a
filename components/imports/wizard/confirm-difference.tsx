"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Failure } from "../../layout/failure";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/field";

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** The names of the totals that differ. */
  names: string;
  isBusy: boolean;
  error: unknown;
  onConfirm: (reason: string) => void;
};

/** A file that does not add up goes on only with the reason why that is right, which is kept. */
export function ConfirmDifference({ isOpen, onOpenChange, names, isBusy, error, onConfirm }: Props) {
  const t = useTranslations("wizard.totals");
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onConfirm(String(new FormData(event.currentTarget).get("motivo") ?? ""));
  }
  return (
    <Dialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t("dialogTitle")}
      description={t("dialogText", { names })}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {error ? <Failure error={error} /> : null}
        <TextField
          name="motivo"
          label={t("reason")}
          hint={t("reasonHint")}
          minLength={10}
          maxLength={1000}
          required
          autoComplete="off"
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{t("goBack")}</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {t("confirmAnyway")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

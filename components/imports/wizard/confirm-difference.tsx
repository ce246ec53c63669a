"use client";

import { useTranslations } from "next-intl";
import { ReasonForm } from "../../layout/reason-form";
import { Dialog } from "../../ui/dialog";

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
  return (
    <Dialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t("dialogTitle")}
      description={t("dialogText", { names })}
    >
      <ReasonForm
        words={{
          reason: t("reason"),
          reasonHint: t("reasonHint"),
          goBack: t("goBack"),
          confirm: t("confirmAnyway"),
        }}
        isBusy={isBusy}
        error={error}
        onBack={() => onOpenChange(false)}
        onConfirm={onConfirm}
      />
    </Dialog>
  );
}

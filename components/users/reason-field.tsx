"use client";

import { useTranslations } from "next-intl";
import { TextField } from "../ui/field";

export function ReasonField() {
  const t = useTranslations("users");
  return (
    <TextField
      name="reason"
      label={t("reason")}
      hint={t("reasonHint")}
      minLength={10}
      maxLength={1000}
      required
      autoComplete="off"
    />
  );
}

export function reasonOf(form: HTMLFormElement): string {
  return String(new FormData(form).get("reason") ?? "");
}

"use client";

import { useTranslations } from "next-intl";
import { ReasonField as Field } from "../layout/reason-form";

export function ReasonField() {
  const t = useTranslations("users");
  return <Field label={t("reason")} hint={t("reasonHint")} />;
}

"use client";

import { useTranslations } from "next-intl";
import { PasswordField } from "./password-field";

export type WeakPassword = "short" | "long" | "personal" | "frequent";

/** Reads what the server said of a password; anything else is no matter of the password. */
export function weaknessOf(code: string, details: Record<string, unknown>): WeakPassword | null {
  if (code === "input.invalid") return "short";
  return code === "password.weak" ? (details.problem as WeakPassword) : null;
}

/** A new password: what it must be is said before, what is wrong with it after. */
export function NewPassword({ weakness, label }: { weakness: WeakPassword | null; label: string }) {
  const t = useTranslations("newPassword");
  return (
    <PasswordField
      name="newPassword"
      label={label}
      autoComplete="new-password"
      minLength={12}
      required
      hint={t("rules")}
      error={weakness ? t(`weak.${weakness}`) : undefined}
    />
  );
}

"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { TextField } from "../ui/field";

/** A password that can be shown; managers and paste work as in any field. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, "type">) {
  const t = useTranslations("signIn");
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <TextField {...props} type={isShown ? "text" : "password"} maxLength={128} spellCheck={false} />
      <button
        type="button"
        onClick={() => setShown(!isShown)}
        aria-pressed={isShown}
        aria-label={t("reveal")}
        className="absolute top-5 right-1 inline-flex size-8 items-center justify-center rounded-md text-muted hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </div>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { type Verdict, verdictReasons } from "#server/domain/review/browser";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";

type Props = {
  verdict: Verdict;
  value: string | null;
  onChange: (code: string) => void;
  /** Takes the focus when it appears, so that a digit is all that is left to press. */
  hasFocus: boolean;
};

/** Why, as one of few codes; its digit chooses it. */
export function ReasonChoice({ verdict, value, onChange, hasFocus }: Props) {
  const t = useTranslations("review");
  const place = useRef<HTMLFieldSetElement>(null);
  const codes = verdictReasons[verdict];
  useEffect(() => {
    if (hasFocus) place.current?.focus();
  }, [hasFocus]);
  useShortcuts(
    t("keys.form"),
    codes.map((code, index) => ({
      keys: String(index + 1),
      label: t(`codes.${code}`),
      run: () => {
        place.current?.querySelector<HTMLInputElement>(`[value=${code}]`)?.focus();
        onChange(code);
      },
    })),
  );
  return (
    <fieldset ref={place} tabIndex={-1} className="flex flex-col rounded-md outline-hidden">
      <legend className="pb-1 text-xs font-medium text-muted">{t("form.reason")}</legend>
      {codes.map((code, index) => (
        <label
          key={code}
          className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-1.5 hover:bg-hover has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name="reason"
            value={code}
            checked={value === code}
            onChange={() => onChange(code)}
            className="size-4 accent-accent"
          />
          <span className="flex-1">{t(`codes.${code}`)}</span>
          <span aria-hidden className="max-md:hidden">
            <KeyHint keys={String(index + 1)} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}

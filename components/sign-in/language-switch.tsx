"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { localeCookie, locales } from "../../messages/locales";
import { keepPreference } from "../layout/preference-cookie";
import { classNames } from "../ui/class-names";

/** The language before anybody is signed in; the same cookie as afterwards. */
export function LanguageSwitch() {
  const t = useTranslations("user");
  const current = useLocale();
  const router = useRouter();
  return (
    <nav aria-label={t("language")} className="flex gap-1">
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          onClick={() => {
            keepPreference(localeCookie, locale);
            router.refresh();
          }}
          className={classNames(
            "min-h-7 rounded-md px-2.5 text-xs",
            locale === current ? "font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {t(`languages.${locale}`)}
        </button>
      ))}
    </nav>
  );
}

"use client";

import { ChevronDown, LogOut, Monitor, Moon, Sun, UserCog } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type Locale, localeCookie, locales } from "../../messages/locales";
import { postToAuth } from "../sign-in/post-to-auth";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "../ui/menu";
import type { Person } from "./person";
import { keepPreference } from "./preference-cookie";
import { type Theme, themeCookie, themes } from "./theme";

const themeIcons = {
  system: <Monitor aria-hidden />,
  light: <Sun aria-hidden />,
  dark: <Moon aria-hidden />,
};

/** Who is signed in, how the screens look, and the way out. */
export function UserMenu({ person, theme }: { person: Person; theme: Theme }) {
  const t = useTranslations("user");
  const router = useRouter();
  const locale = useLocale() as Locale;
  function changeTheme(next: Theme) {
    document.documentElement.dataset.theme = next;
    keepPreference(themeCookie, next);
    router.refresh();
  }
  function changeLocale(next: Locale) {
    keepPreference(localeCookie, next);
    router.refresh();
  }
  async function leave() {
    await postToAuth("signout", {});
    window.location.assign("/entrar?motivo=saida");
  }
  return (
    <Menu
      label={t("menu", { name: person.name })}
      trigger={
        <>
          <span
            aria-hidden
            className="inline-flex size-6 items-center justify-center rounded-full bg-accent text-xs font-semibold text-on-accent"
          >
            {person.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="hidden max-w-32 truncate sm:inline lg:max-w-64">{person.name}</span>
          <ChevronDown aria-hidden className="size-3.5 text-muted" />
        </>
      }
    >
      <div className="px-2 py-1.5">
        <p className="font-medium">{person.name}</p>
        <p className="text-xs text-muted">{person.email}</p>
        <p className="text-xs text-muted">{t(`roles.${person.role}`)}</p>
      </div>
      <MenuSeparator />
      <MenuChoices
        label={t("theme")}
        value={theme}
        onChange={changeTheme}
        choices={themes.map((value) => ({ value, label: t(`themes.${value}`), icon: themeIcons[value] }))}
      />
      <MenuSeparator />
      <MenuChoices
        label={t("language")}
        value={locale}
        onChange={changeLocale}
        choices={locales.map((value) => ({ value, label: t(`languages.${value}`) }))}
      />
      <MenuSeparator />
      <MenuItem icon={<UserCog aria-hidden />} onClick={() => router.push("/perfil")}>
        {t("profile")}
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden />} onClick={leave}>
        {t("leave")}
      </MenuItem>
    </Menu>
  );
}

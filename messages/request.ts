import { cookies } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { defaultLocale, localeCookie, locales } from "./locales";

/** The language comes from a cookie, so that a link means the same to everyone who opens it. */
export default getRequestConfig(async () => {
  const asked = (await cookies()).get(localeCookie)?.value;
  const locale = locales.find((known) => known === asked) ?? defaultLocale;
  const messages = (await import(`./${locale}.json`)).default;
  return { locale, messages, timeZone: "America/Sao_Paulo" };
});

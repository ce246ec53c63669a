"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { classNames } from "../ui/class-names";
import { control } from "../ui/control";
import { useTRPC } from "./trpc";

/** The fund that is looked at, by its code, as the address says; null is all in sight. */
export function useFundScope() {
  return useQueryState("fundo", parseAsString.withOptions({ history: "push" }));
}

/** The same place within the fund that is looked at. */
export function withFundScope(href: string, fund: string | null): string {
  return fund ? `${href}${href.includes("?") ? "&" : "?"}fundo=${encodeURIComponent(fund)}` : href;
}

const all = "";

/** Which fund's numbers the pages show. On a fund's own page choosing another goes there. */
export function FundScope() {
  const t = useTranslations("shell");
  const trpc = useTRPC();
  const router = useRouter();
  const path = usePathname();
  const [fund, setFund] = useFundScope();
  const names = useQuery({
    ...trpc.funds.names.queryOptions(),
    meta: { isBackground: true },
    staleTime: 60_000,
  });
  const pageOf = /^\/fundos\/([^/]+)$/.exec(path)?.[1];
  const shown = pageOf ? decodeURIComponent(pageOf) : (fund ?? all);
  if (!names.data || names.data.length === 0) return null;
  const isKnown = shown === all || names.data.some(({ code }) => code === shown);
  return (
    <select
      aria-label={t("fund")}
      className={classNames(control, "w-32 cursor-pointer pr-1 hover:bg-hover sm:w-44")}
      value={shown}
      onChange={({ target: { value: code } }) => {
        if (pageOf) router.push(code === all ? "/fundos" : `/fundos/${encodeURIComponent(code)}`);
        else void setFund(code === all ? null : code);
      }}
    >
      <option value={all}>{t("allFunds")}</option>
      {isKnown ? null : <option value={shown}>{shown}</option>}
      {names.data.map(({ code, name }) => (
        <option key={code} value={code} title={name}>
          {code}
        </option>
      ))}
    </select>
  );
}

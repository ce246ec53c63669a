"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { RequestItem } from "#server/domain/users/queries";
import type { Role } from "#server/kernel/capabilities";
import { useTRPC } from "../layout/trpc";
import { formatInstant } from "../ui/format";

type Part = { name: string; before: string | null; after: string };

/** What a request changes, old struck out and new underlined; what stays the same is not repeated. */
export function AccessDiff({ request }: { request: RequestItem }) {
  const t = useTranslations("users.diff");
  const parts = usePartsOf(request);
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[minmax(6rem,auto)_minmax(0,1fr)]">
      {parts.map(({ name, before, after }) => (
        <div key={name} className="contents">
          <dt className="text-xs leading-5 text-muted">{name}</dt>
          <dd className="flex flex-wrap gap-x-2">
            {before === null ? null : (
              <>
                <span className="sr-only">{t("before")}</span>
                <del className="text-muted">{before}</del>
                <span aria-hidden>→</span>
                <span className="sr-only">{t("after")}</span>
              </>
            )}
            <ins className="font-medium decoration-1 underline-offset-3">{after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function usePartsOf({ kind, before, after }: RequestItem): Part[] {
  const t = useTranslations("users.diff");
  const role = useTranslations("user.roles");
  const locale = useLocale();
  const trpc = useTRPC();
  const funds = useQuery(trpc.funds.list.queryOptions());
  if (kind === "TOTP_RESET") return [{ name: t("totp"), before: t("on"), after: t("removed") }];
  if (kind === "POLICY")
    return [{ name: t("totp"), before: yes(before.requiresTotp), after: yes(after.requiresTotp) }];
  function yes(required: boolean | undefined) {
    return t(required ? "required" : "optional");
  }
  const codes = new Map((funds.data ?? []).map((fund) => [fund.fundId, fund.code]));
  const words = (access: RequestItem["before"]) => ({
    role: access.role ? role(access.role as Role) : "",
    funds: access.seesAllFunds
      ? t("allFunds")
      : (access.fundIds ?? []).map((id) => codes.get(id) ?? "…").join(", "),
    until: access.accessUntil ? formatInstant(new Date(access.accessUntil), locale) : t("noEnd"),
  });
  const [old, wanted] = [words(before), words(after)];
  const isNew = before.role === undefined;
  return (["role", "funds", "until"] as const)
    .filter((part) => isNew || old[part] !== wanted[part])
    .map((part) => ({ name: t(part), before: isNew ? null : old[part], after: wanted[part] || t("none") }));
}

"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { TextField } from "../ui/field";
import { Money } from "../ui/money";

/** The balance as it stood at an instant of the past, by the ledger. Brasília's time, which is UTC−3. */
export function CashAt({ code }: { code: string }) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const [local, setLocal] = useQueryState("em", parseAsString.withDefault(""));
  const at = toInstant(local);
  const cash = useQuery(trpc.funds.cashAt.queryOptions(at ? { code, at } : skipToken));
  return (
    <div className="card flex flex-wrap items-end gap-x-6 gap-y-3 p-4">
      <TextField
        className="w-60"
        label={t("cashAt")}
        name="em"
        type="datetime-local"
        step={1}
        value={local}
        onChange={(event) => setLocal(event.target.value || null)}
      />
      <div role="status" className="min-h-8">
        {cash.data ? (
          <>
            <span className="block text-xs text-muted">
              {t("cashAtResult")} <Instant at={cash.data.at} />
            </span>
            <span className="text-lg font-semibold">
              <Money cents={cash.data.cashCents} />
            </span>
          </>
        ) : (
          <span className="text-xs text-muted">{t("cashAtHint")}</span>
        )}
      </div>
      {cash.isError ? <Failure error={cash.error} /> : null}
    </div>
  );
}

/** What a local date-time field holds, as an instant; null while it is not whole. */
export function toInstant(local: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return null;
  const at = new Date(`${local}-03:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

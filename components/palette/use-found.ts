"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "../layout/trpc";
import { statusOf } from "../operations/statuses";
import { formatCnpj, formatDay, formatMoney } from "../ui/format";
import type { Group } from "./entries";

const pauseMs = 120;

/** What the server finds for a text, a moment after the last key; earlier answers stay until the next. */
export function useFound(text: string): { groups: Group[]; isBusy: boolean; isFailed: boolean } {
  const t = useTranslations("palette.groups");
  const tStatus = useTranslations("operations.status");
  const locale = useLocale();
  const trpc = useTRPC();
  const asked = useSettled(text, pauseMs);
  const isAsked = asked.length >= 2;
  const found = useQuery({
    ...trpc.search.find.queryOptions({ text: asked }),
    meta: { isBackground: true },
    enabled: isAsked,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (!isAsked || !found.data) return { groups: [], isBusy: found.isFetching, isFailed: found.isError };
  const { funds, operations, uploads } = found.data;
  const groups: Group[] = [
    {
      value: t("operations"),
      items: operations.map((row) => ({
        id: row.operationId,
        label: row.externalId,
        detail: [
          row.fundCode,
          row.assetRef,
          formatDay(row.operationOn, locale),
          tStatus(statusOf(row as Parameters<typeof statusOf>[0])),
          ...(row.totalCents === null ? [] : [formatMoney(row.totalCents, locale)]),
        ].join(" · "),
        href: `/operacoes/${row.operationId}`,
      })),
    },
    {
      value: t("funds"),
      items: funds.map(({ code, name, cnpj }) => ({
        id: `fund ${code}`,
        label: code,
        detail: `${name} · ${formatCnpj(cnpj)}`,
        href: `/fundos/${encodeURIComponent(code)}`,
      })),
    },
    {
      value: t("files"),
      items: uploads.map(({ uploadId, fileName, createdAt }) => ({
        id: uploadId,
        label: fileName,
        detail: formatDay(createdAt.toISOString().slice(0, 10), locale),
        href: `/arquivos/${uploadId}`,
      })),
    },
  ];
  return {
    groups: groups.filter(({ items }) => items.length > 0),
    isBusy: found.isFetching || asked !== text,
    isFailed: found.isError,
  };
}

function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

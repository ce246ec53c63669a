"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { OperationRow } from "#server/domain/operations/queries";
import type { Column } from "../ui/data-table";
import { Day } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { OperationStatus } from "./operation-status";

/** What a list of operations can show, in the order it is read. */
export function useOperationColumns(): readonly Column<OperationRow>[] {
  const t = useTranslations("operations");
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: "operacao",
        header: t("columns.operation"),
        cell: (row) => (
          <Link
            href={`/operacoes/${row.operationId}`}
            className="font-medium whitespace-nowrap text-accent hover:underline"
          >
            {row.externalId}
          </Link>
        ),
      },
      {
        id: "fundo",
        header: t("columns.fund"),
        cell: (row) => <span className="whitespace-nowrap">{row.fundCode}</span>,
      },
      { id: "data", header: t("columns.date"), cell: (row) => <Day day={row.operationOn} /> },
      { id: "tipo", header: t("columns.side"), cell: (row) => t(`side.${row.side}`) },
      {
        id: "ativo",
        header: t("columns.asset"),
        cell: (row) => <span className="whitespace-nowrap">{row.assetCode ?? row.assetRef}</span>,
      },
      {
        id: "quantidade",
        header: t("columns.quantity"),
        isNumeric: true,
        cell: (row) => formatDecimal(row.quantity, locale),
      },
      {
        id: "pu",
        header: t("columns.unitPrice"),
        isNumeric: true,
        cell: (row) => (row.unitPrice ? formatDecimal(row.unitPrice, locale, 6) : "—"),
      },
      {
        id: "total",
        header: t("columns.total"),
        isNumeric: true,
        cell: (row) => <Money cents={row.totalCents} withSymbol={false} />,
      },
      { id: "situacao", header: t("columns.status"), cell: (row) => <OperationStatus operation={row} /> },
    ],
    [t, locale],
  );
}

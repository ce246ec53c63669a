"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { OperationRow, OperationTotals } from "#server/domain/operations/queries";
import type { GridColumn } from "../data-grid/column";
import { ReasonText } from "../review/reason-text";
import { Day, Instant } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { StatusBadge } from "../ui/status-badge";
import { deviationTenths, formatTenths } from "./deviation";
import { addressIn } from "./list-address";
import { type StatusKey, statuses, statusOf } from "./statuses";

/** What a list of operations can show, in the order it is read. */
export function useOperationColumns(
  totals: OperationTotals | undefined,
  /** Filter and order of the list that the columns are of. */
  list: string,
): readonly GridColumn<OperationRow>[] {
  const t = useTranslations("operations");
  const locale = useLocale();
  return useMemo(() => {
    const decimal = (text: string | null, min = 0, max = 8) =>
      text === null ? "—" : formatDecimal(text, locale, min, max);
    const columns: GridColumn<OperationRow>[] = [
      {
        id: "operacao",
        header: t("columns.operation"),
        width: 11,
        cell: (row) => (
          <Link
            href={addressIn(list, row.operationId)}
            tabIndex={-1}
            prefetch={false}
            className="font-medium text-accent hover:underline"
          >
            {row.externalId}
          </Link>
        ),
      },
      { id: "situacao", header: t("columns.status"), width: 13.25, cell: (row) => <Standing row={row} /> },
      { id: "fundo", header: t("columns.fund"), width: 4.5, cell: (row) => row.fundCode },
      {
        id: "data",
        header: t("columns.date"),
        width: 6.5,
        sort: "data",
        cell: (row) => <Day day={row.operationOn} />,
      },
      { id: "tipo", header: t("columns.side"), width: 4.5, cell: (row) => t(`side.${row.side}`) },
      { id: "ativo", header: t("columns.asset"), width: 9.25, cell: (row) => row.assetCode ?? row.assetRef },
      {
        id: "quantidade",
        header: t("columns.quantity"),
        width: 5.75,
        isNumeric: true,
        cell: (row) => decimal(row.quantity),
      },
      {
        id: "pu",
        header: t("columns.unitPrice"),
        width: 7,
        isNumeric: true,
        cell: (row) => decimal(row.unitPrice, 6),
      },
      {
        id: "total",
        header: t("columns.total"),
        width: 8.25,
        isNumeric: true,
        sort: "valor",
        cell: (row) => <Money cents={row.totalCents} withSymbol={false} />,
        total: totals === undefined ? "…" : <Money cents={totals.totalCents} withSymbol={false} />,
      },
      {
        id: "motivo",
        header: t("columns.reason"),
        width: 12,
        isExtra: true,
        cell: (row) =>
          row.state === "PENDING" && row.code ? (
            <ReasonText code={row.code} />
          ) : (
            <span className="text-muted">—</span>
          ),
      },
    ];
    return [...columns, ...extraColumns()];

    function extraColumns(): GridColumn<OperationRow>[] {
      return [
        {
          id: "puInformado",
          header: t("columns.informedUnitPrice"),
          width: 8.5,
          isNumeric: true,
          isExtra: true,
          cell: (row) => decimal(row.informedUnitPrice, 6),
        },
        {
          id: "desvio",
          header: t("columns.deviation"),
          width: 7.5,
          isNumeric: true,
          isExtra: true,
          cell: (row) => <Deviation row={row} />,
        },
        {
          id: "classe",
          header: t("columns.class"),
          width: 8.5,
          isExtra: true,
          cell: (row) => (row.assetClass ? t(`class.${row.assetClass}` as "class.fidc") : "—"),
        },
        {
          id: "taxa",
          header: t("columns.rate"),
          width: 6,
          isNumeric: true,
          isExtra: true,
          cell: (row) => decimal(row.rate, 0, 12),
        },
        {
          id: "tentativas",
          header: t("columns.attempts"),
          width: 6,
          isNumeric: true,
          isExtra: true,
          cell: (row) => row.attempts,
        },
        {
          id: "proxima",
          header: t("columns.nextAttempt"),
          width: 10,
          isExtra: true,
          cell: (row) => <Instant at={row.state === "PENDING" ? row.nextAttemptAt : null} />,
        },
        {
          id: "aceita",
          header: t("columns.createdAt"),
          width: 10,
          isExtra: true,
          sort: "envio",
          cell: (row) => <Instant at={row.createdAt} />,
        },
        {
          id: "executadaEm",
          header: t("columns.executedAt"),
          width: 10,
          isExtra: true,
          cell: (row) => <Instant at={row.executedAt} />,
        },
      ];
    }
  }, [t, locale, totals, list]);
}

/** Where the reason is not the status itself in other words. */
const saysMore: ReadonlySet<StatusKey> = new Set(["em_revisao", "aguardando_preco"]);

/** Where it stands and, beside it, why: what stopped has to be seen without scrolling sideways. */
function Standing({ row }: { row: OperationRow }) {
  const t = useTranslations("operations.status");
  const status = statusOf(row);
  const badge = <StatusBadge tone={statuses[status].tone}>{t(status)}</StatusBadge>;
  if (!saysMore.has(status) || !row.code) return badge;
  return (
    <span className="flex min-w-0 items-center gap-2">
      {badge}
      <span className="truncate text-xs text-muted">
        <ReasonText code={row.code} />
      </span>
    </span>
  );
}

/** Basis points, and as a bar from the middle so that the far ones stand out before they are read. */
function Deviation({ row }: { row: OperationRow }) {
  const locale = useLocale();
  const tenths = deviationTenths(row.informedUnitPrice, row.unitPrice);
  if (tenths === null) return <span className="text-muted">—</span>;
  const share = Math.min(50, Math.abs(Number(tenths)) / 20);
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className="relative h-2 w-8 rounded-sm bg-sunken">
        <span
          className="absolute inset-y-0 bg-muted"
          style={tenths < 0n ? { right: "50%", width: `${share}%` } : { left: "50%", width: `${share}%` }}
        />
      </span>
      {formatTenths(tenths, locale)}
    </span>
  );
}

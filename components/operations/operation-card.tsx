"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { OperationRow } from "#server/domain/operations/queries";
import { Day } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { addressIn } from "./list-address";
import { OperationStatus } from "./operation-status";

/** One operation on a phone, where a wide table would hide its end. */
export function OperationCard({ row, list }: { row: OperationRow; list: string }) {
  const t = useTranslations("operations");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-1 px-4 py-3">
      <div className="flex items-baseline justify-between gap-3">
        <Link
          href={addressIn(list, row.operationId)}
          prefetch={false}
          className="font-medium text-accent hover:underline"
        >
          {row.externalId}
        </Link>
        <span className="font-medium">
          <Money cents={row.totalCents} />
        </span>
      </div>
      <p className="figures text-muted">
        {row.fundCode} · <Day day={row.operationOn} /> · {t(`side.${row.side}`)} ·{" "}
        {formatDecimal(row.quantity, locale)} × {row.assetCode ?? row.assetRef}
      </p>
      <OperationStatus operation={row} />
    </div>
  );
}

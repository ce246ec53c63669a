"use client";

import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatDecimal } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

/** The quantity ledger's present state. */
export function Positions({ code, isShown }: { code: string; isShown: boolean }) {
  const t = useTranslations("funds");
  const locale = useLocale();
  const trpc = useTRPC();
  const positions = useQuery({ ...trpc.funds.positions.queryOptions({ code }), enabled: isShown });
  if (positions.isError) return <Failure error={positions.error} retry={() => positions.refetch()} />;
  if (positions.isPending) return <Skeleton className="h-64" />;
  if (positions.data.length === 0) {
    return (
      <div className="card">
        <EmptyState icon={<Layers aria-hidden />} title={t("emptyPositions")}>
          {t("emptyPositionsHint")}
        </EmptyState>
      </div>
    );
  }
  return (
    <Table caption={t("tab.posicoes")}>
      <TableHead>
        <Th>{t("positionColumns.asset")}</Th>
        <Th numeric>{t("positionColumns.quantity")}</Th>
        <Th numeric className="max-sm:hidden">
          {t("positionColumns.movedAt")}
        </Th>
      </TableHead>
      <TableBody>
        {positions.data.map((position) => (
          <Row key={position.assetCode}>
            <Td className="font-medium whitespace-nowrap">
              <Link
                href={`/operacoes?fundo=${encodeURIComponent(code)}&ativo=${encodeURIComponent(position.assetCode)}`}
                className="text-accent hover:underline"
              >
                {position.assetCode}
              </Link>
            </Td>
            <Td numeric>{formatDecimal(position.quantity, locale)}</Td>
            <Td numeric className="text-muted max-sm:hidden">
              <Instant at={position.lastMovedAt} />
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

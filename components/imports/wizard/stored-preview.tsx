"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Failure } from "../../layout/failure";
import { type RouterOutput, useTRPC } from "../../layout/trpc";
import { formatCount, formatDay, formatDecimal, formatShare } from "../../ui/format";
import { Section } from "../../ui/section";
import { Skeleton } from "../../ui/skeleton";
import { Row, Table, TableBody, Td, Th } from "../../ui/table";

type StoredRow = RouterOutput["imports"]["storedRows"][number];
type Figures = RouterOutput["imports"]["columnFigures"];
type Field = Figures["fields"][number];

const numeric: ReadonlySet<Field["field"]> = new Set(["quantity", "rate", "informedUnitPrice"]);
const days: ReadonlySet<Field["field"]> = new Set(["operationOn", "settlementOn"]);
const fields = [
  "externalId",
  "fund",
  "side",
  "asset",
  "assetClass",
  "quantity",
  "rate",
  "informedUnitPrice",
  "operationOn",
  "settlementOn",
] as const satisfies readonly Field["field"][];

/** The first lines as they will be stored, and over each column what it holds in the whole file. */
export function StoredPreview({ uploadId }: { uploadId: string }) {
  const t = useTranslations("wizard.stored");
  const locale = useLocale();
  const trpc = useTRPC();
  const rows = useQuery({
    ...trpc.imports.storedRows.queryOptions({ uploadId }),
    placeholderData: keepPreviousData,
  });
  const figures = useQuery({
    ...trpc.imports.columnFigures.queryOptions({ uploadId }),
    placeholderData: keepPreviousData,
  });
  if (rows.isError) return <Failure error={rows.error} retry={() => rows.refetch()} />;
  if (rows.isPending) return <Skeleton className="h-64" />;
  if (rows.data.length === 0) return null;
  return (
    <Section title={t("title", { count: rows.data.length })}>
      <p className="px-4 py-2 text-xs text-muted">{measured()}</p>
      <Table
        caption={t("title", { count: rows.data.length })}
        className="max-h-96 overflow-y-auto rounded-none! border-0!"
      >
        <thead className="sticky top-0 z-10 border-b border-line bg-surface shadow-[inset_0_-1px_0_var(--line)]">
          <tr>
            <Th numeric>{t("line")}</Th>
            {fields.map((field) => (
              <FieldName key={field} field={field} />
            ))}
          </tr>
          <tr>
            <ColumnsKnown figures={figures.data} />
          </tr>
        </thead>
        <TableBody>
          {rows.data.map((row) => (
            <Row key={row.rowNo}>
              <Td numeric className="text-muted">
                {row.lineNo}
              </Td>
              {fields.map((field) => (
                <Td key={field} numeric={numeric.has(field)} className="figures whitespace-nowrap">
                  <Value row={row} field={field} />
                </Td>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );

  function measured(): string {
    if (!figures.data) return t(figures.isError ? "figuresFailed" : "figuresPending");
    const formatted = formatCount(figures.data.rows, locale);
    return t(figures.data.isWhole ? "of" : "sampleOf", { formatted });
  }
}

function FieldName({ field }: { field: Field["field"] }) {
  const t = useTranslations("wizard.columns.fields");
  return <Th numeric={numeric.has(field)}>{t(field)}</Th>;
}

function Value({ row, field }: { row: StoredRow; field: (typeof fields)[number] }): ReactNode {
  const t = useTranslations("wizard.columns.words.meanings");
  const locale = useLocale();
  const value = row[field];
  if (value === null) return <span className="text-muted">—</span>;
  if (field === "side" || field === "assetClass") return t(value as "BUY");
  return written(field, value, locale);
}

/** What is known of each column, in the places of the columns; empty until it has come. */
function ColumnsKnown({ figures }: { figures: Figures | undefined }) {
  const t = useTranslations("wizard.stored");
  const locale = useLocale();
  const look = "px-3 pb-2 align-top text-xs font-normal text-muted";
  if (!figures) return <td colSpan={fields.length + 1} className={look} />;
  const byField = new Map(figures.fields.map((each) => [each.field, each]));
  return (
    <>
      <td className={look} />
      {fields.map((field) => {
        const known = byField.get(field);
        if (!known || figures.rows === 0) return <td key={field} className={look} />;
        const share = known.empty / figures.rows;
        return (
          <td
            key={field}
            className={`${look} figures whitespace-nowrap ${numeric.has(field) ? "text-right" : ""}`}
          >
            <span className="block">
              {t("distinct", { count: known.distinct, formatted: formatCount(known.distinct, locale) })}
            </span>
            {known.empty > 0 ? (
              <span className="block text-pending">
                {t("empty", { share: share < 0.001 ? "<0,1%" : formatShare(share, locale) })}
              </span>
            ) : null}
            {known.least !== null && known.most !== null ? (
              <span className="block">
                {known.least === known.most
                  ? written(field, known.least, locale)
                  : t("range", {
                      least: written(field, known.least, locale),
                      most: written(field, known.most, locale),
                    })}
              </span>
            ) : null}
          </td>
        );
      })}
    </>
  );
}

function written(field: Field["field"], value: string, locale: string): string {
  if (numeric.has(field)) return formatDecimal(value, locale, 0, 12);
  return days.has(field) ? formatDay(value, locale) : value;
}

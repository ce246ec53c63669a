"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Day } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { markLine } from "./marked-line";
import { Facts, Panel } from "./panel";
import { decisiveValueOf, type Evidence, type Item } from "./prices-at-stake";

/** What was sent, as it was sent, with the value that the decision turns on marked. */
export function SentLine({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.sent");
  const tOperations = useTranslations("operations");
  const locale = useLocale();
  const { operation } = evidence;
  const facts: [string, ReactNode][] = [
    [
      t("price"),
      operation.informedUnitPrice ? (
        <strong key="price" className="font-semibold">
          {formatDecimal(operation.informedUnitPrice, locale, 6)}
        </strong>
      ) : (
        <span key="price" className="text-muted">
          {t("noPrice")}
        </span>
      ),
    ],
    [tOperations("columns.asset"), operation.assetRef],
    [tOperations("columns.side"), tOperations(`side.${operation.side}`)],
    [tOperations("columns.quantity"), formatDecimal(operation.quantity, locale)],
    [tOperations("columns.rate"), formatDecimal(operation.rate, locale, 0, 12)],
    [tOperations("columns.date"), <Day key="day" day={operation.operationOn} />],
    [
      t("amount"),
      item.amountCents === null ? (
        <span key="amount">{t("noAmount")}</span>
      ) : (
        <Money key="amount" cents={item.amountCents} />
      ),
    ],
  ];
  return (
    <Panel title={t("title")}>
      <Facts items={facts} />
      <Raw item={item} evidence={evidence} />
    </Panel>
  );
}

function Raw({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.sent");
  const tOperations = useTranslations("operations");
  const { upload, line } = evidence.operation;
  if (!upload) return <p className="px-3 pb-3 text-muted">{tOperations("detail.noOrigin")}</p>;
  const marked = line ? markLine(line.raw, decisiveValueOf(item, evidence)) : null;
  return (
    <div className="flex flex-col gap-1.5 px-3 pb-3">
      {line ? (
        <pre className="rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap">
          {marked ? (
            <>
              {marked.before}
              <mark className="rounded-xs bg-pending-tint px-0.5 font-semibold text-ink outline outline-pending">
                {marked.mark}
              </mark>
              {marked.after}
            </>
          ) : (
            line.raw
          )}
        </pre>
      ) : (
        <p className="text-muted">{t("noLine")}</p>
      )}
      <p className="text-xs text-muted">
        <Link href={`/arquivos/${upload.uploadId}`} className="text-accent underline">
          {upload.fileName}
        </Link>
        {line ? ` · ${tOperations("detail.line", { line: line.lineNo })}` : ""}
        {" · "}
        {tOperations("detail.sentBy", { name: upload.uploaderName })}
      </p>
    </div>
  );
}

"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StoryLink } from "../audit/story-link";
import { PageHeader } from "../layout/page-header";
import type { RouterOutput } from "../layout/trpc";
import { useTRPC } from "../layout/trpc";
import { CopyButton } from "../ui/copy-button";
import { Day, Instant } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { DefinitionList, Section } from "../ui/section";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { DetailTools } from "./detail-tools";
import { ListSteps } from "./list-steps";
import { OperationStatus } from "./operation-status";
import { OperationTimeline } from "./operation-timeline";
import { PriceUsed } from "./price-used";
import { ReverseOperation } from "./reverse-operation";

type Detail = RouterOutput["operations"]["get"];

type Props = { operationId: string; canReverse: boolean; canReadLog: boolean };

/** What an operation is, where it came from, what priced it, what it moved and who touched it. */
export function OperationDetail({ operationId, canReverse, canReadLog }: Props) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.operations.get.queryOptions({ operationId }),
    refetchInterval: 15_000,
  });
  const { operation } = data;
  return (
    <>
      <PageHeader
        back={<ListSteps operationId={operationId} />}
        title={
          <>
            {operation.externalId}
            <OperationStatus operation={{ ...operation, code: null, nextAttemptAt: null }} />
          </>
        }
        description={<NextStep operation={operation} />}
        actions={
          <>
            {canReadLog ? <StoryLink query={`objeto=${operationId}`} /> : null}
            <DetailTools detail={data} />
            {operation.state === "EXECUTED" && canReverse ? (
              <ReverseOperation
                operationId={operationId}
                externalId={operation.externalId}
                isOwn={operation.upload?.isOwn ?? false}
              />
            ) : null}
          </>
        }
      />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <OperationTimeline timeline={data.timeline} operationId={operationId} />
          <Origin operation={operation} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Facts operation={operation} />
          <PriceUsed operation={operation} />
          <Postings postings={data.postings} operationId={operationId} />
        </div>
      </div>
    </>
  );
}

function NextStep({ operation }: { operation: Detail["operation"] }) {
  const t = useTranslations("operations");
  if (operation.state !== "PENDING") return <>{t(`next.${operation.state}`)}</>;
  const text = t(`next.${operation.waitReason ?? "READY"}`);
  if (operation.waitReason !== "IN_REVIEW") return <>{text}</>;
  return (
    <Link href="/revisao" className="text-accent underline underline-offset-2">
      {text}
    </Link>
  );
}

function Facts({ operation }: { operation: Detail["operation"] }) {
  const t = useTranslations("operations");
  const locale = useLocale();
  const decimal = (text: string | null, min = 0) =>
    text === null ? "—" : formatDecimal(text, locale, min, 12);
  const facts: [string, ReactNode][] = [
    [
      t("columns.fund"),
      <Link
        key="fund"
        href={`/fundos/${operation.fundCode}`}
        className="text-accent hover:underline"
      >{`${operation.fundCode} · ${operation.fundName}`}</Link>,
    ],
    [t("columns.side"), t(`side.${operation.side}`)],
    [
      t("columns.asset"),
      operation.assetCode && operation.assetCode !== operation.assetRef
        ? `${operation.assetRef} → ${operation.assetCode}`
        : operation.assetRef,
    ],
    [t("columns.class"), operation.assetClass ? t(`class.${operation.assetClass}` as "class.fidc") : "—"],
    [t("columns.date"), <Day key="date" day={operation.operationOn} />],
    [t("columns.settlement"), <Day key="settlement" day={operation.settlementOn} />],
    [t("columns.quantity"), decimal(operation.quantity)],
    [t("columns.rate"), decimal(operation.rate)],
    [t("columns.informedUnitPrice"), decimal(operation.informedUnitPrice, 6)],
    [t("columns.unitPrice"), decimal(operation.unitPrice, 6)],
    [t("columns.gross"), <Money key="gross" cents={operation.grossCents} />],
    [t("columns.tax"), <Money key="tax" cents={operation.taxCents} />],
    [
      t("columns.totalMoney"),
      <strong key="total">
        <Money cents={operation.totalCents} />
      </strong>,
    ],
    [t("columns.executedAt"), <Instant key="executed" at={operation.executedAt} />],
  ];
  return (
    <Section title={t("detail.facts")}>
      {operation.state === "PENDING" ? (
        <div className="border-b border-line px-4 py-3">
          <OperationStatus operation={operation} />
        </div>
      ) : null}
      <DefinitionList items={facts} />
      <p className="flex items-center gap-1 border-t border-line px-4 py-2 font-mono text-xs text-muted">
        {operation.operationId}
        <CopyButton
          text={operation.operationId}
          label={t("detail.copyId")}
          copiedLabel={t("detail.copied")}
        />
      </p>
    </Section>
  );
}

function Origin({ operation: { upload, line } }: { operation: Detail["operation"] }) {
  const t = useTranslations("operations");
  return (
    <Section title={t("detail.origin")}>
      {upload ? (
        <div className="flex flex-col gap-2 p-4">
          <p>
            <Link href={`/arquivos/${upload.uploadId}`} className="text-accent underline underline-offset-2">
              {upload.fileName}
            </Link>
            {line ? ` · ${t("detail.line", { line: line.lineNo })}` : ""}
            {" · "}
            {t("detail.sentBy", { name: upload.uploaderName })}
          </p>
          {line ? (
            <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs whitespace-pre-wrap">
              {line.raw}
            </pre>
          ) : null}
        </div>
      ) : (
        <p className="p-4 text-muted">{t("detail.noOrigin")}</p>
      )}
    </Section>
  );
}

function Postings({ postings, operationId }: { postings: Detail["postings"]; operationId: string }) {
  const t = useTranslations("operations");
  if (postings.length === 0) {
    return (
      <Section title={t("detail.postings")}>
        <p className="p-4 text-muted">{t("detail.noPostings")}</p>
      </Section>
    );
  }
  const sum = postings.reduce((total, posting) => total + posting.amountCents, 0n);
  return (
    <Section title={t("detail.postings")}>
      <Table caption={t("detail.postings")} className="rounded-none! border-0!">
        <TableHead>
          <Th>{t("postings.entry")}</Th>
          <Th>{t("postings.account")}</Th>
          <Th numeric>{t("postings.amount")}</Th>
          <Th numeric>{t("postings.after")}</Th>
        </TableHead>
        <TableBody>
          {postings.map((posting) => (
            <Row key={`${posting.entryId}${posting.accountCode}`}>
              <Td>
                <Link
                  href={`/operacoes/${operationId}?evento=lancamento-${posting.entryId}`}
                  className="text-accent hover:underline"
                >
                  {t(`entryKind.${posting.kind}`)}
                </Link>
              </Td>
              <Td>{posting.accountName}</Td>
              <Td numeric>
                <Money cents={posting.amountCents} />
              </Td>
              <Td numeric>
                <Money cents={posting.balanceAfterCents} />
              </Td>
            </Row>
          ))}
        </TableBody>
        <tfoot className="border-t border-line">
          <tr>
            <Td colSpan={2} className="font-medium">
              {t("postings.sum")}
            </Td>
            <Td numeric className="font-medium">
              <Money cents={sum} />
            </Td>
            <Td />
          </tr>
        </tfoot>
      </Table>
    </Section>
  );
}

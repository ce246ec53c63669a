"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutput } from "../layout/trpc";
import { formatCount } from "../ui/format";
import { Money } from "../ui/money";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { BulkItems, type BulkPart } from "./bulk-items";

export type Preview = RouterOutput["review"]["previewBulk"];
type Group = Preview["groups"][number];
type SetProps = Pick<BulkPart, "bulkId" | "of"> & { verdict: "APPROVE" | "REJECT" };
const tones = { HELD: "done", STANDING: "human", REFUSED: "inert" } as const;

/** On a phone the amount stands under what becomes of them. */
const ifRoom = "max-sm:hidden";

/** What becomes, or became, of each part of the set; each part opens into its items. */
export function BulkGroups({ groups, verdict, ...set }: SetProps & { groups: readonly Group[] }) {
  const t = useTranslations("review.bulk");
  return (
    <Table caption={t("groups")}>
      <TableHead>
        <Th>{t("columns.end")}</Th>
        <Th numeric>{t("columns.count")}</Th>
        <Th numeric className={ifRoom}>
          {t("columns.amount")}
        </Th>
      </TableHead>
      <TableBody>
        {groups.map((group) => (
          <Part key={`${group.end} ${group.code}`} {...set} verdict={verdict} group={group} />
        ))}
      </TableBody>
    </Table>
  );
}

function Part({ bulkId, of, verdict, group }: SetProps & { group: Group }) {
  const t = useTranslations("review.bulk");
  const tRefusals = useTranslations("review.refusals");
  const locale = useLocale();
  const [isOpen, setOpen] = useState(false);
  const { end, code, count, amountCents } = group;
  const key = code?.replaceAll(".", "_") as never;
  return (
    <>
      <Row>
        <Td>
          <span className="flex flex-col items-start gap-0.5">
            <StatusBadge tone={end === "HELD" && verdict === "REJECT" ? "bad" : tones[end]}>
              {t(end === "HELD" ? `ends.${verdict}` : `ends.${end}`)}
            </StatusBadge>
            <span className="sm:hidden">
              <Money cents={amountCents} />
            </span>
            {code ? (
              <span className="text-xs text-muted">{tRefusals.has(key) ? tRefusals(key) : code}</span>
            ) : null}
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
              className="text-xs text-accent underline"
            >
              {t("items.see", { open: String(isOpen) })}
            </button>
          </span>
        </Td>
        <Td numeric>{formatCount(count, locale)}</Td>
        <Td numeric className={ifRoom}>
          <Money cents={amountCents} />
        </Td>
      </Row>
      {isOpen ? (
        <Row>
          <Td colSpan={3}>
            <BulkItems part={{ bulkId, of, end, code }} />
          </Td>
        </Row>
      ) : null}
    </>
  );
}

export function countOf(groups: readonly Group[], isTaken: boolean): number {
  return groups
    .filter(({ end }) => (end !== "REFUSED") === isTaken)
    .reduce((sum, { count }) => sum + count, 0);
}

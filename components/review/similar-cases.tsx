"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant } from "../ui/date-time";
import { StatusBadge } from "../ui/status-badge";
import { Panel } from "./panel";
import type { Evidence } from "./prices-at-stake";
import { shortName } from "./queue-row";
import { outcomeTones } from "./tones";

/** How people decided about alike items of this fund. */
export function SimilarCases({ similar }: { similar: Evidence["similar"] }) {
  const t = useTranslations("review.similar");
  const tCodes = useTranslations("review.codes");
  const { APPROVED = 0, REJECTED = 0, EDITED = 0 } = similar.counts;
  const total = APPROVED + REJECTED + EDITED;
  return (
    <Panel title={t("title")}>
      {total === 0 ? (
        <p className="px-3 pt-1 pb-3 text-muted">{t("none")}</p>
      ) : (
        <>
          <p className="figures px-3 pt-1 pb-2">
            {t("counts", { total, approved: APPROVED, rejected: REJECTED, edited: EDITED })}
          </p>
          <ul className="divide-y divide-line border-t border-line">
            {similar.latest.map((one) => (
              <li key={one.reviewItemId} className="flex flex-col gap-0.5 px-3 py-2">
                <span className="flex flex-wrap items-center justify-between gap-x-2">
                  <Link href={`/revisao/${one.reviewItemId}`} className="text-accent hover:underline">
                    {one.externalId ?? one.reviewItemId.slice(0, 8)}
                  </Link>
                  <StatusBadge tone={outcomeTones[one.outcome]}>{t(`outcome.${one.outcome}`)}</StatusBadge>
                </span>
                <span className="text-xs text-muted">
                  {tCodes.has(one.reasonCode as never) ? tCodes(one.reasonCode as never) : one.reasonCode}
                  {one.text ? ` · ${one.text}` : ""}
                </span>
                <span className="text-xs text-muted">
                  {shortName(one.deciderName)} · <Instant at={one.closedAt} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

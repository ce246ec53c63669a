"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatTime } from "../ui/format";
import type { Item } from "./prices-at-stake";

const shownMost = 3;

/** Who decided and who still may: one line a person that it takes. */
export function FourEyes({ item }: { item: Item }) {
  const t = useTranslations("review.eyes");
  const tCodes = useTranslations("review.codes");
  const locale = useLocale();
  const made = item.decisions.filter(({ state }) => state !== "UNDONE" && state !== "VOIDED");
  const isOpen = item.state === "OPEN";
  const missing = isOpen ? Math.max(0, item.approvalsNeeded - made.length) : 0;
  if (made.length + missing === 0) return null;
  const names = item.deciders.map(({ name }) => name);
  return (
    <ol aria-label={t("label")} className="flex flex-col gap-1.5 text-xs">
      {made.map((decision, index) => (
        <li key={decision.decisionId} className="flex gap-2">
          <Numeral>{index + 1}</Numeral>
          <span>
            <span className="font-medium">{decision.deciderName}</span>
            {" · "}
            {t(`verdict.${decision.verdict}`)}
            {" · "}
            <time className="figures" dateTime={decision.decidedAt.toISOString()}>
              {formatTime(decision.decidedAt, locale)}
            </time>
            {" · "}
            {tCodes.has(decision.reasonCode as never)
              ? tCodes(decision.reasonCode as never)
              : decision.reasonCode}
            {decision.text ? ` · “${decision.text}”` : ""}
          </span>
        </li>
      ))}
      {Array.from({ length: missing }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places that wait for somebody are all the same
        <li key={index} className="flex gap-2 text-muted">
          <Numeral>{made.length + index + 1}</Numeral>
          <span>
            {t("waiting")}
            {index > 0
              ? ` · ${t("another")}`
              : names.length === 0
                ? ` · ${t("nobody")}`
                : ` · ${t("may", {
                    names: names.slice(0, shownMost).join(", "),
                    more: Math.max(0, names.length - shownMost),
                  })}`}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Numeral({ children }: { children: number }) {
  return (
    <span
      aria-hidden
      className="figures inline-flex size-4.5 shrink-0 items-center justify-center rounded-full border border-line-strong text-xs"
    >
      {children}
    </span>
  );
}

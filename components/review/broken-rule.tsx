"use client";

import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { OtherEvidence } from "./other-evidence";
import { type Evidence, type Item, measuredOf } from "./prices-at-stake";
import { ReasonText } from "./reason-text";
import { useRuleFacts } from "./rule-facts";

/** Shown beside their own headings already. */
const shownElsewhere = new Set([
  "measured",
  "limit",
  "assetRef",
  "assetCode",
  "assetClass",
  "priceOn",
  "referenceOn",
  "unitPrice",
  "informedUnitPrice",
  "otherCodes",
  "searched",
  "previousUnitPrice",
  "previousOn",
  "waitingSince",
]);
/** Laid out in the sentence of the rule that measures them. */
const bandNames = new Set([...shownElsewhere, "indicativeRate", "bandMin", "bandMax"]);

/** Which rule stopped it, what was measured against which limit, and who set the limit. */
export function BrokenRule({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review");
  const tWhy = useTranslations("review.why");
  const also = measuredOf(item, "otherCodes")?.split(", ") ?? [];
  const key = item.reason.replaceAll(".", "_") as never;
  return (
    <section aria-labelledby="rule" className="card overflow-hidden border-divergence/40">
      <div className="flex items-start gap-2.5 p-3">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-divergence" />
        <div className="flex min-w-0 flex-col gap-1">
          <h3 id="rule" className="text-base font-semibold">
            <ReasonText code={item.reason} />
          </h3>
          {tWhy.has(key) ? <p>{tWhy(key)}</p> : null}
          <Measured item={item} evidence={evidence} />
          {also.length > 0 ? (
            <p className="text-muted">
              {t("evidence.also")}{" "}
              {also.map((code, index) => (
                <span key={code}>
                  {index > 0 ? "; " : ""}
                  <ReasonText code={code} />
                </span>
              ))}
              .
            </p>
          ) : null}
        </div>
      </div>
      <div className="[&>dl]:border-t [&>dl]:border-line">
        <OtherEvidence item={item} without={item.reason === "FORA_DA_BANDA" ? bandNames : shownElsewhere} />
      </div>
    </section>
  );
}

function Measured({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.evidence");
  const facts = useRuleFacts(item, evidence);
  if (facts.length === 0) return null;
  return (
    <p className="figures flex flex-wrap gap-x-4 gap-y-0.5">
      {facts.map(({ name, value, isDecisive }) => (
        <span key={name}>
          <span className="text-muted">{name} </span>
          {isDecisive ? <strong className="font-semibold">{value}</strong> : value}
        </span>
      ))}
      {measuredOf(item, "limit") ? (
        <Link
          href={`/fundos/${encodeURIComponent(evidence.operation.fundCode)}?aba=regras`}
          className="text-accent hover:underline"
        >
          {t("ruleOf", { fund: evidence.operation.fundCode })}
        </Link>
      ) : null}
    </p>
  );
}

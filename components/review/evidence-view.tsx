"use client";

import { useTranslations } from "next-intl";
import { Section } from "../ui/section";
import { BrokenRule } from "./broken-rule";
import { CorrectionView } from "./correction-view";
import { FundEffect } from "./fund-effect";
import { OtherEvidence } from "./other-evidence";
import { PriceHistory } from "./price-history";
import { PriceRuler } from "./price-ruler";
import type { Item } from "./prices-at-stake";
import { Readings } from "./readings";
import { SentLine } from "./sent-line";
import { SimilarCases } from "./similar-cases";
import { Trail } from "./trail";

/** All that speaks for and against an item, what decides it first. */
export function EvidenceView({ item }: { item: Item }) {
  const t = useTranslations("review.evidence");
  const evidence = item.operation;
  if (item.repricing) {
    return (
      <div className="flex min-w-0 flex-col gap-3">
        <CorrectionView correction={item.repricing} />
        <Trail item={item} />
      </div>
    );
  }
  if (!evidence) {
    return (
      <>
        <Section title={t("measured")}>
          <OtherEvidence item={item} />
        </Section>
        <Trail item={item} />
      </>
    );
  }
  return (
    <div className="@container flex min-w-0 flex-col gap-3">
      <BrokenRule item={item} evidence={evidence} />
      <PriceRuler item={item} evidence={evidence} />
      <div className="flex flex-col gap-3 @[29rem]:flex-row [&>*]:w-full">
        <div className="flex min-w-0 flex-col gap-3 @max-[29rem]:contents @max-[29rem]:[&>*:last-child]:order-3">
          <SentLine item={item} evidence={evidence} />
          <SimilarCases similar={evidence.similar} />
        </div>
        <div className="flex min-w-0 flex-col gap-3 @max-[29rem]:contents @max-[29rem]:[&>*:first-child]:order-1 @max-[29rem]:[&>*:last-child]:order-2">
          <Readings item={item} evidence={evidence} />
          <FundEffect item={item} evidence={evidence} />
        </div>
      </div>
      <PriceHistory item={item} evidence={evidence} />
      <Trail item={item} />
    </div>
  );
}

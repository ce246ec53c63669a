"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RouterOutput } from "../layout/trpc";
import { formatDecimal, formatMoney, formatShare } from "../ui/format";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

type Data = RouterOutput["funds"]["get"];
type Rule = keyof Data["ownRules"];

const shown = [
  "priceBasis",
  "rounding",
  "jumpLimit",
  "tradedPriceLimit",
  "staleBusinessDays",
  "cutOffTime",
  "serviceTimeS",
  "twoPeopleCents",
  "stepUpCents",
  "reviewMinutes",
] as const satisfies readonly Rule[];

/** The rules in force, and for each whether it is the fund's own or as every fund has it. */
export function Rules({ fund, ownRules, engine }: Pick<Data, "fund" | "ownRules" | "engine">) {
  const t = useTranslations("funds.rules");
  const read = useRuleText();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <Th>{t("rule")}</Th>
        <Th>{t("value")}</Th>
        <Th className="max-md:hidden">{t("origin")}</Th>
      </TableHead>
      <TableBody>
        {shown.map((rule) => (
          <Line key={rule} name={t(rule)} value={read(rule, fund[rule])}>
            {rule in ownRules
              ? t("own", { standard: read(rule, ownRules[rule] as Data["fund"][Rule]) })
              : t("standard")}
          </Line>
        ))}
        <Line name={t("engine")} value={t(`engineOf.${engine}`)}>
          {engine === "conjunto" ? t("standard") : t("own", { standard: t("engineOf.conjunto") })}
        </Line>
      </TableBody>
    </Table>
  );
}

function Line({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <Row>
      <Td>
        <span className="block">{name}</span>
        <span className="block text-xs text-muted md:hidden">{children}</span>
      </Td>
      <Td className="figures font-medium">{value}</Td>
      <Td className="text-muted max-md:hidden">{children}</Td>
    </Row>
  );
}

/** A rule's value as people say it. */
function useRuleText() {
  const t = useTranslations("funds.rules");
  const locale = useLocale();
  return (rule: Rule, value: string | number | bigint): string => {
    if (typeof value === "bigint") return t("above", { amount: formatMoney(value, locale) });
    if (rule === "priceBasis") return t(`priceBasisOf.${value as "anbima"}`);
    if (rule === "rounding") return t(`roundingOf.${value as "HALF_UP"}`);
    if (rule === "staleBusinessDays") return t("staleDays", { count: Number(value) });
    if (rule === "cutOffTime") return t("cutOffAt", { time: String(value) });
    if (rule === "reviewMinutes") {
      const [hours, minutes] = [Math.floor(Number(value) / 60), Number(value) % 60];
      return t("businessTime", { hours, minutes });
    }
    if (rule === "serviceTimeS")
      return t("minutes", { minutes: formatDecimal(String(Number(value) / 60), locale, 0, 1) });
    return formatShare(Number(value), locale, 4);
  };
}

"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCount } from "../../ui/format";
import { Money } from "../../ui/money";
import { Section } from "../../ui/section";
import { Row, Table, TableBody, TableHead, Td, Th } from "../../ui/table";
import type { Preview } from "../answers";

/** What the file would leave in each fund's cash. */
export function FundEffects({ preview }: { preview: Preview }) {
  const t = useTranslations("wizard.preview");
  const locale = useLocale();
  if (preview.byFund.length === 0) return null;
  return (
    <Section title={t("funds")}>
      <Table caption={t("funds")} className="rounded-none! border-0!">
        <TableHead>
          <Th className="min-w-44">{t("fund")}</Th>
          <Th numeric>{t("wouldExecute")}</Th>
          <Th numeric>{t("wouldWait")}</Th>
          <Th numeric>{t("wouldReview")}</Th>
          <Th numeric>{t("cashBefore")}</Th>
          <Th numeric>{t("change")}</Th>
          <Th numeric>{t("cashAfter")}</Th>
        </TableHead>
        <TableBody>
          {preview.byFund.map((fund) => (
            <Row key={fund.code}>
              <Td>
                <span className="block font-medium">{fund.code}</span>
                <span className="text-xs text-muted">{fund.name}</span>
              </Td>
              <Td numeric>{formatCount(fund.execute, locale)}</Td>
              <Td numeric>{formatCount(fund.wait, locale)}</Td>
              <Td numeric>{formatCount(fund.review, locale)}</Td>
              <Td numeric>
                <Money cents={fund.cashBefore} withSymbol={false} />
              </Td>
              <Td numeric>
                <Money cents={fund.cashAfter - fund.cashBefore} withSymbol={false} />
              </Td>
              <Td numeric className="font-semibold">
                <Money cents={fund.cashAfter} withSymbol={false} />
              </Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

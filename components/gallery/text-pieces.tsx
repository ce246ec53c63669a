"use client";

import { useTranslations } from "next-intl";
import { Day, Instant } from "../ui/date-time";
import { Money } from "../ui/money";
import { ProgressBar, SegmentBar } from "../ui/progress";
import { DefinitionList, Section } from "../ui/section";
import { StatusBadge, type Tone, tones } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { Piece } from "./piece";

const instant = new Date("2026-11-20T17:32:07Z");

/** What is read: states, amounts, times, tables, progress. */
export function TextPieces() {
  const t = useTranslations("gallery");
  return (
    <>
      <Piece name={t("statuses")}>
        {(Object.keys(tones) as Tone[]).map((tone) => (
          <StatusBadge key={tone} tone={tone}>
            {t(`tone.${tone}`)}
          </StatusBadge>
        ))}
      </Piece>
      <Piece name={t("numbers")}>
        <DefinitionList
          items={[
            [t("amount"), <Money key="a" cents={1_021_430_012n} />],
            [t("negative"), <Money key="b" cents={-123_450n} />],
            [t("absent"), <Money key="c" cents={null} />],
            [t("instant"), <Instant key="d" at={instant} />],
            [t("day"), <Day key="e" day="2026-11-20" />],
          ]}
        />
      </Piece>
      <Piece name={t("progress")}>
        <div className="flex w-full max-w-md flex-col gap-4">
          <ProgressBar label={t("reading")} value={74.12} text="7.412 / 10.000" />
          <ProgressBar label={t("starting")} value={null} />
          <ProgressBar label={t("tone.done")} value={100} />
          <SegmentBar
            total={100}
            segments={[
              { key: "ok", count: 80, look: "bg-ok" },
              { key: "bad", count: 15, look: "bg-bad" },
              { key: "other", count: 5, look: "bg-line-strong" },
            ]}
          />
        </div>
      </Piece>
      <Piece name={t("table")}>
        <div className="w-full">
          <Section title={t("table")}>
            <Table caption={t("tableCaption")}>
              <TableHead>
                <Th>{t("label")}</Th>
                <Th numeric>{t("amount")}</Th>
              </TableHead>
              <TableBody>
                {["ALFA", "BETA"].map((code) => (
                  <Row key={code}>
                    <Td>{code}</Td>
                    <Td numeric>
                      <Money cents={123_456_789n} withSymbol={false} />
                    </Td>
                  </Row>
                ))}
              </TableBody>
            </Table>
          </Section>
        </div>
      </Piece>
    </>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { Notice } from "../../ui/notice";
import { Section } from "../../ui/section";
import { Row, Table, TableBody, TableHead, Td, Th } from "../../ui/table";
import type { Diagnosis, Reading } from "../answers";
import { ChoiceGroup } from "./choice-group";
import { HeaderChoice } from "./header-choice";
import { TemplateLinks } from "./template-links";

type Props = { diagnosis: Diagnosis; onChange: (next: Partial<Reading>) => void; isOpen: boolean };

/** How the file was read, shown on its own words and numbers; whatever is wrong is put right here. */
export function DiagnosisCard({ diagnosis, onChange, isOpen }: Props) {
  const t = useTranslations("wizard.diagnosis");
  const { refusal } = diagnosis;
  // No header was found: of a text another line can be chosen, of anything else no other reading would help.
  const isUnread = diagnosis.delimiter.candidates.length === 0;
  return (
    <Section title={t("title")}>
      <div className="flex flex-col gap-5 p-4">
        {refusal ? (
          <Notice tone="bad" title={refusal.line ? t("refusedAt", { line: refusal.line }) : t("refused")}>
            <p>{t("expectedGot", { expected: refusal.expected, got: refusal.got })}</p>
            <p className="font-medium">{refusal.fix}</p>
          </Notice>
        ) : null}
        {diagnosis.isPending ? <p role="status">{t("pending")}</p> : null}
        {diagnosis.remembered ? (
          <Notice tone="info" title={t("remembered", { name: diagnosis.remembered.name })}>
            {t("rememberedHint")}
          </Notice>
        ) : null}
        {isUnread ? (
          diagnosis.header.lines.length > 0 || (diagnosis.sheets?.length ?? 0) > 1 ? (
            <HeaderChoice diagnosis={diagnosis} onChange={onChange} isOpen={isOpen} />
          ) : null
        ) : (
          <>
            {diagnosis.kind === "xlsx" ? null : (
              <Encoding diagnosis={diagnosis} onChange={onChange} isOpen={isOpen} />
            )}
            <Delimiter diagnosis={diagnosis} onChange={onChange} isOpen={isOpen} />
            <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
              <Decimal diagnosis={diagnosis} onChange={onChange} isOpen={isOpen} />
              <Dates diagnosis={diagnosis} onChange={onChange} isOpen={isOpen} />
            </div>
            <HeaderChoice diagnosis={diagnosis} onChange={onChange} isOpen={isOpen} />
          </>
        )}
        <p className="text-xs text-muted">
          {isOpen ? `${t("nothingYet")} ` : null}
          <TemplateLinks />
        </p>
      </div>
    </Section>
  );
}

function Encoding({ diagnosis, onChange, isOpen }: Props) {
  const t = useTranslations("wizard.diagnosis");
  const { encoding } = diagnosis;
  const why = `why.${encoding.why}` as never;
  return (
    <ChoiceGroup
      legend={t("encoding")}
      value={encoding.chosen}
      isDisabled={!isOpen}
      onChange={(value) => onChange({ encoding: value as Reading["encoding"] })}
      hint={t.has(why) ? t(why) : null}
      choices={encoding.candidates.map((candidate) => ({
        value: candidate.encoding,
        label: t.has(`encodings.${candidate.encoding}` as never)
          ? t(`encodings.${candidate.encoding}` as never)
          : candidate.encoding,
        detail:
          candidate.samples.length > 0 ? (
            <span className="text-sm text-ink">{candidate.samples.join(" · ")}</span>
          ) : null,
      }))}
    />
  );
}

function Delimiter({ diagnosis, onChange, isOpen }: Props) {
  const t = useTranslations("wizard.diagnosis");
  const { delimiter } = diagnosis;
  const rows = delimiter.candidates.find((each) => each.delimiter === delimiter.chosen)?.rows ?? [];
  const [names = [], ...body] = rows;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {diagnosis.kind === "xlsx" ? null : (
        <ChoiceGroup
          legend={t("delimiter")}
          value={delimiter.chosen}
          isDisabled={!isOpen}
          onChange={(value) => onChange({ delimiter: value as Reading["delimiter"] })}
          choices={delimiter.candidates.map((candidate) => ({
            value: candidate.delimiter,
            label: t(`delimiters.${delimiterKey(candidate.delimiter)}`),
            detail: t("columnsFound", { count: candidate.rows[0]?.length ?? 0 }),
          }))}
        />
      )}
      {names.length > 0 ? (
        <Table caption={t("firstRows")}>
          <TableHead>
            {names.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place, names may repeat
              <Th key={index}>{name}</Th>
            ))}
          </TableHead>
          <TableBody>
            {body.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the first rows of the file, in its order
              <Row key={index}>
                {names.map((_, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <Td key={column} className="figures whitespace-nowrap">
                    {row[column] ?? ""}
                  </Td>
                ))}
              </Row>
            ))}
          </TableBody>
        </Table>
      ) : null}
    </div>
  );
}

export function delimiterKey(delimiter: string): "semicolon" | "comma" | "tab" | "bar" {
  if (delimiter === ",") return "comma";
  if (delimiter === "\t") return "tab";
  return delimiter === "|" ? "bar" : "semicolon";
}

function Decimal({ diagnosis, onChange, isOpen }: Props) {
  const t = useTranslations("wizard.diagnosis");
  const { decimal } = diagnosis;
  return (
    <ChoiceGroup
      legend={t("decimal")}
      value={decimal.chosen}
      isDisabled={!isOpen}
      onChange={(value) => onChange({ decimal: value as Reading["decimal"] })}
      hint={<Found samples={decimal.samples} warning={decimal.isAmbiguous ? t("decimalAmbiguous") : null} />}
      choices={[
        { value: ",", label: "1.234,56", detail: t("decimals.comma") },
        { value: ".", label: "1,234.56", detail: t("decimals.point") },
      ]}
    />
  );
}

function Dates({ diagnosis, onChange, isOpen }: Props) {
  const t = useTranslations("wizard.diagnosis");
  const { dates } = diagnosis;
  return (
    <ChoiceGroup
      legend={t("dates")}
      value={dates.chosen}
      isDisabled={!isOpen}
      onChange={(value) => onChange({ dateOrder: value as Reading["dateOrder"] })}
      hint={
        <Found
          samples={dates.samples}
          warning={
            dates.suggested
              ? t("datesSuggested", { order: t(`orders.${dates.suggested}`) })
              : dates.ambiguous > 0
                ? t("datesAmbiguous", { count: dates.ambiguous })
                : null
          }
        />
      }
      choices={(["dmy", "ymd", "mdy"] as const).map((order) => ({
        value: order,
        label: t(`orders.${order}`),
      }))}
    />
  );
}

function Found({ samples, warning }: { samples: readonly string[]; warning: string | null }) {
  const t = useTranslations("wizard.diagnosis");
  return (
    <span className="flex flex-col gap-0.5">
      {samples.length > 0 ? (
        <span className="figures">{t("inFile", { samples: samples.slice(0, 4).join(" · ") })}</span>
      ) : null}
      {warning ? <span className="text-pending">{warning}</span> : null}
    </span>
  );
}

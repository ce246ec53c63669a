"use client";

import { useLocale, useTranslations } from "next-intl";
import { valueKey, valueMeanings } from "#server/domain/imports/browser";
import { classNames } from "../../ui/class-names";
import { control } from "../../ui/control";
import { formatCount } from "../../ui/format";
import { Notice } from "../../ui/notice";
import { Section } from "../../ui/section";
import { StatusBadge, type Tone } from "../../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../../ui/table";
import type { Diagnosis } from "../answers";

type Values = Diagnosis["values"][number];
type Word = Values["words"][number];
type OnChange = (field: Values["field"], word: string, meaning: string) => void;
type Props = {
  values: readonly Values[];
  sample: Diagnosis["sample"];
  isOpen: boolean;
  onChange: OnChange;
};

/** Said above everything: how many lines nobody could read for words that nobody knows. */
export function UnknownWords({ values }: { values: readonly Values[] }) {
  const t = useTranslations("wizard.columns.words");
  const locale = useLocale();
  const unknown = values.flatMap(({ words }) => words.filter(({ source }) => source === null));
  const lines = unknown.reduce((sum, { count }) => sum + count, 0);
  if (unknown.length === 0) return null;
  return (
    <Notice tone="waiting" title={t("unknown", { count: unknown.length })}>
      {t("unknownLines", { count: lines, formatted: formatCount(lines, locale) })}
    </Notice>
  );
}

/** For each column that holds one of a few words: the words found, and what each becomes. */
export function WordTables({ values, sample, isOpen, onChange }: Props) {
  const t = useTranslations("wizard.columns.words");
  const locale = useLocale();
  return values.map((column) => (
    <Section key={column.field} title={t("title", { column: column.column })}>
      <p className="px-4 py-2 text-xs text-muted">
        {t(sample.isWhole ? "whole" : "sample", { formatted: formatCount(sample.rows, locale) })}
      </p>
      <Table
        caption={t("title", { column: column.column })}
        className="rounded-none! border-x-0! border-b-0!"
      >
        <TableHead>
          <Th className="min-w-32">{t("word")}</Th>
          <Th numeric>{t("lines")}</Th>
          <Th className="min-w-40">{t("becomes")}</Th>
          <Th>{t("source")}</Th>
        </TableHead>
        <TableBody>
          {column.words.map((word) => (
            <WordRow key={word.word} field={column.field} word={word} isOpen={isOpen} onChange={onChange} />
          ))}
        </TableBody>
      </Table>
      {column.more > 0 ? (
        <p className="border-t border-line px-4 py-2 text-xs text-pending">
          {t("more", { count: column.more, formatted: formatCount(column.more, locale) })}
        </p>
      ) : null}
    </Section>
  ));
}

type RowProps = { field: Values["field"]; word: Word; isOpen: boolean; onChange: OnChange };

function WordRow({ field, word, isOpen, onChange }: RowProps) {
  const t = useTranslations("wizard.columns.words");
  const locale = useLocale();
  const isUnknown = word.meaning === null && word.source === null;
  return (
    <Row className={isUnknown ? "bg-bad-tint" : undefined}>
      <Td className="font-mono text-xs font-medium break-all">{word.word}</Td>
      <Td numeric>{word.count === 0 ? t("beyond") : formatCount(word.count, locale)}</Td>
      <Td>
        <select
          aria-label={t("meaningOf", { word: word.word })}
          className={classNames(control, word.meaning === null && "text-muted")}
          disabled={!isOpen}
          value={word.meaning ?? "reject"}
          onChange={(event) => onChange(field, valueKey(word.word), event.target.value)}
        >
          {valueMeanings[field].map((meaning) => (
            <option key={meaning} value={meaning}>
              {t(`meanings.${meaning}`)}
            </option>
          ))}
        </select>
      </Td>
      <Td>
        <StatusBadge tone={word.source ? tones[word.source] : "bad"}>
          {t(`sources.${word.source ?? "unknown"}`)}
        </StatusBadge>
      </Td>
    </Row>
  );
}

const tones: Record<NonNullable<Word["source"]>, Tone> = {
  known: "done",
  chosen: "done",
  remembered: "done",
  similar: "human",
};

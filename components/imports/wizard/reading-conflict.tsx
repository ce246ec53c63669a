"use client";

import { useTranslations } from "next-intl";
import { Conflict } from "../../layout/conflict";
import { delimiterKey } from "./diagnosis-card";
import type { Clash } from "./merge-readings";
import { useWizard } from "./wizard-context";

type Value = Clash["mine"];

/** Two people chose how the same thing is read: what each chose, and which of both shall hold. */
export function ReadingConflict() {
  const t = useTranslations("wizard.conflict");
  const { reading } = useWizard();
  const { nameOf, write } = useSaid();
  const { conflict } = reading;
  if (!conflict) return null;
  return (
    <Conflict
      who={conflict.by?.isMe ? t("me") : (conflict.by?.name ?? t("somebody"))}
      secondsAgo={conflict.secondsAgo}
      changes={conflict.clashes.map(({ path, mine, theirs }) => ({
        field: nameOf(path),
        mine: write(path, mine),
        theirs: write(path, theirs),
      }))}
      onTakeTheirs={reading.takeTheirs}
      onApplyMine={reading.applyMine}
    />
  );
}

/** What of a reading is meant, and what was chosen of it, in the words of the steps. */
function useSaid() {
  const t = useTranslations("wizard");
  const nameOf = ([what, name, word]: Clash["path"]): string => {
    if (what === "columns") return t("columns.fieldOf", { name: name ?? "" });
    if (what === "values") return t("columns.words.meaningOf", { word: word ?? "" });
    return t(`diagnosis.${what === "dateOrder" ? "dates" : (what as "encoding")}`);
  };
  const write = ([what]: Clash["path"], value: Value): string => {
    if (value === undefined) return t("conflict.inferred");
    if (what === "delimiter") return t(`diagnosis.delimiters.${delimiterKey(String(value))}`);
    if (what === "decimal") return value === "," ? "1.234,56" : "1,234.56";
    if (what === "dateOrder") return t(`diagnosis.orders.${value as "dmy"}`);
    if (what === "columns")
      return value === "ignore" ? t("columns.ignore") : t(`columns.fields.${value as "fund"}`);
    if (what === "values") return t(`columns.words.meanings.${value as "BUY"}`);
    const key = `diagnosis.encodings.${value}` as never;
    return what === "encoding" && t.has(key) ? t(key) : String(value);
  };
  return { nameOf, write };
}

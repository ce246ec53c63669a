"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { classNames } from "../../ui/class-names";
import { TextField } from "../../ui/field";
import { Select } from "../../ui/select";
import type { Diagnosis, Reading } from "../answers";
import { useWizard } from "./wizard-context";

type Props = { diagnosis: Diagnosis; onChange: (next: Partial<Reading>) => void; isOpen: boolean };

/** Which line names the columns and, in a workbook, which sheet is meant. */
export function HeaderChoice({ diagnosis, onChange, isOpen }: Props) {
  const t = useTranslations("wizard.diagnosis");
  const { header, sheets } = diagnosis;
  const { progress } = useWizard();
  const [typed, setTyped] = useState<string | null>(null);
  function leave() {
    const line = Number(typed);
    if (typed !== null && Number.isInteger(line) && line >= 1 && line !== header.line)
      onChange({ headerLine: line });
    setTyped(null);
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <TextField
          label={t("headerLine")}
          type="number"
          min={1}
          max={1000}
          disabled={!isOpen}
          value={typed ?? String(header.line)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={leave}
          onKeyDown={(event) => event.key === "Enter" && leave()}
        />
        <div className="flex min-w-0 flex-col gap-1">
          {sheets && sheets.length > 1 ? (
            <Select
              label={t("sheet")}
              value={progress.reading?.sheet ?? sheets[0] ?? ""}
              onChange={(sheet) => isOpen && onChange({ sheet })}
              choices={sheets.map((sheet) => ({ value: sheet, label: sheet }))}
            />
          ) : null}
          <p className="text-xs text-muted">{t("headerNames")}</p>
          <p className="font-mono text-xs break-words">{header.names.join(" · ") || "—"}</p>
        </div>
      </div>
      {header.lines.length > 1 ? (
        <FirstLines header={header} isOpen={isOpen} onChoose={(headerLine) => onChange({ headerLine })} />
      ) : null}
    </div>
  );
}

type LinesProps = { header: Diagnosis["header"]; isOpen: boolean; onChoose: (line: number) => void };

/** The first lines as they are in the file: whoever sees them points at the one with the names. */
function FirstLines({ header, isOpen, onChoose }: LinesProps) {
  const t = useTranslations("wizard.diagnosis");
  const name = useId();
  return (
    <details open={header.line > 1 || header.names.length === 0} className="min-w-0">
      <summary className="cursor-pointer text-xs font-medium text-accent">{t("firstLines")}</summary>
      <fieldset
        disabled={!isOpen}
        className="mt-2 flex max-h-72 min-w-0 flex-col overflow-y-auto rounded-md border border-line"
      >
        <legend className="sr-only">{t("firstLines")}</legend>
        {header.lines.map((line, index) => (
          <label
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number
            key={index}
            className={classNames(
              "flex min-w-0 items-center gap-3 border-line px-2.5 py-1.5 not-last:border-b",
              index + 1 === header.line && "bg-accent-soft",
              isOpen && "cursor-pointer hover:bg-hover",
            )}
          >
            <input
              type="radio"
              name={name}
              checked={index + 1 === header.line}
              onChange={() => onChoose(index + 1)}
              className="size-4 shrink-0 accent-accent"
            />
            <span className="figures w-6 shrink-0 text-right text-xs text-muted">{index + 1}</span>
            <span className="min-w-0 truncate font-mono text-xs">{line === "" ? t("blankLine") : line}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
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
        <p className="font-mono text-xs">{header.names.join(" · ")}</p>
      </div>
    </div>
  );
}

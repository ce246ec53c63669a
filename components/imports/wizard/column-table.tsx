"use client";

import { useTranslations } from "next-intl";
import { classNames } from "../../ui/class-names";
import { control } from "../../ui/control";
import { StatusBadge, type Tone } from "../../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../../ui/table";
import type { ColumnField, Diagnosis } from "../answers";

type Column = Diagnosis["columns"][number];
type Props = {
  columns: readonly Column[];
  isOpen: boolean;
  onChange: (columns: Record<string, ColumnField>) => void;
};

export const fields = [
  "externalId",
  "fund",
  "side",
  "asset",
  "quantity",
  "rate",
  "operationOn",
  "informedUnitPrice",
  "assetClass",
  "settlementOn",
] as const satisfies readonly ColumnField[];

const tones: Record<NonNullable<Column["confidence"]>, Tone> = {
  exact: "done",
  remembered: "done",
  chosen: "done",
  similar: "human",
  content: "human",
};

/** The file's columns, each with values of its own, and the field that it fills. */
export function ColumnTable({ columns, isOpen, onChange }: Props) {
  const t = useTranslations("wizard.columns");
  /** A field is filled by one column: who gets it takes it from who had it. */
  function assign(column: Column, field: ColumnField) {
    const before = field === "ignore" ? undefined : columns.find((each) => each.field === field);
    onChange({
      ...(before && before.name !== column.name ? { [before.name]: "ignore" as const } : {}),
      [column.name]: field,
    });
  }
  return (
    <Table caption={t("title")}>
      <TableHead>
        <Th>{t("yours")}</Th>
        <Th className="max-md:hidden">{t("samples")}</Th>
        <Th className="min-w-44 md:min-w-56">{t("ours")}</Th>
        <Th className="max-md:hidden">{t("confidence")}</Th>
      </TableHead>
      <TableBody>
        {columns.map((column) => (
          <Row key={column.name}>
            <Td className="align-middle! font-mono text-xs font-medium">
              <span className="break-words">{column.name}</span>
              <span className="figures block max-w-32 truncate font-sans font-normal text-muted md:hidden">
                {column.samples[0] ?? t("empty")}
              </span>
            </Td>
            <Td className="figures align-middle! text-muted max-md:hidden">
              {column.samples.length > 0 ? column.samples.slice(0, 3).join(" · ") : t("empty")}
            </Td>
            <Td>
              <select
                aria-label={t("fieldOf", { name: column.name })}
                className={classNames(control, column.field === null && "text-muted")}
                disabled={!isOpen}
                value={column.field ?? "ignore"}
                onChange={(event) => assign(column, event.target.value as ColumnField)}
              >
                <option value="ignore">{t("ignore")}</option>
                {fields.map((field) => (
                  <option key={field} value={field}>
                    {t(`fields.${field}`)}
                    {isRequired(field) ? ` ${t("requiredMark")}` : ""}
                  </option>
                ))}
              </select>
              <span className="mt-1.5 block md:hidden">
                <Recognition column={column} />
              </span>
            </Td>
            <Td className="align-middle! max-md:hidden">
              <Recognition column={column} />
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** How the field of a column was found; on a phone below it, where a column of its own has no room. */
function Recognition({ column }: { column: Column }) {
  const t = useTranslations("wizard.columns");
  if (column.field === null) return <StatusBadge tone="inert">{t("ignored")}</StatusBadge>;
  return (
    <StatusBadge tone={column.confidence ? tones[column.confidence] : "done"}>
      {t(`confidences.${column.confidence ?? "chosen"}`)}
    </StatusBadge>
  );
}

const optional: readonly ColumnField[] = ["informedUnitPrice", "assetClass", "settlementOn"];

function isRequired(field: ColumnField): boolean {
  return !optional.includes(field);
}

"use client";

import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment, useEffect, useState } from "react";
import { Button } from "../ui/button";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import type { SourceRow } from "./answers";
import { ProblemName } from "./problem-name";
import { draftedRows } from "./row-drafts";
import { RowEditor } from "./row-editor";

type Props = {
  uploadId: string;
  rows: readonly SourceRow[];
  names: readonly string[];
  canEdit: boolean;
  canOmit: boolean;
  /** What happened, for who cannot see it. */
  onSaid: (text: string) => void;
  /** No line is left to go on to. */
  onLast: () => void;
};

/** Rejected lines: where, what was expected, what came, how to mend it, and a place to mend it. */
export function ProblemTable({ uploadId, rows, names, canEdit, canOmit, onSaid, onLast }: Props) {
  const t = useTranslations("files");
  const [openRow, setOpenRow] = useState<number | null>(null);
  const drafted = useDrafted(uploadId, rows, openRow, (rowNo) => canEdit && setOpenRow(rowNo));
  const width = canEdit ? 8 : 7;

  /** The focus goes on to the next line that needs somebody. */
  function saved(row: SourceRow, isMended: boolean) {
    onSaid(t(isMended ? "mending.mended" : "mending.leftOut", { line: row.lineNo }));
    const index = rows.findIndex((each) => each.rowNo === row.rowNo);
    const next = rows[index + 1] ?? rows[index - 1];
    setOpenRow(null);
    if (next) requestAnimationFrame(() => document.getElementById(buttonId(next.rowNo))?.focus());
    else onLast();
  }
  function closed(row: SourceRow) {
    setOpenRow(null);
    requestAnimationFrame(() => document.getElementById(buttonId(row.rowNo))?.focus());
  }

  return (
    <Table caption={t("rejectedCaption")} className="@container">
      <TableHead>
        <Th numeric>{t("columns.line")}</Th>
        {canEdit ? <Th>{t("columns.action")}</Th> : null}
        <Th className="max-md:hidden">{t("columns.column")}</Th>
        <Th className="md:min-w-32">{t("columns.problem")}</Th>
        <Th className="min-w-28 max-md:hidden">{t("columns.got")}</Th>
        <Th className="min-w-40 max-md:hidden">{t("columns.expected")}</Th>
        <Th className="min-w-40 max-md:hidden">{t("columns.fix")}</Th>
        <Th className="min-w-44 max-md:hidden">{t("columns.raw")}</Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Fragment key={row.rowNo}>
            <Row>
              <Td numeric>{row.lineNo}</Td>
              {canEdit ? (
                <Td>
                  {row.code === "CORRECTION_TAKEN" ? null : (
                    <Button
                      id={buttonId(row.rowNo)}
                      data-mend=""
                      aria-expanded={openRow === row.rowNo}
                      aria-label={t("mending.mendLine", { line: row.lineNo })}
                      onClick={() => setOpenRow(openRow === row.rowNo ? null : row.rowNo)}
                    >
                      <Pencil aria-hidden />
                      {t(row.editedFrom ? "mending.mendAgain" : "mending.mend")}
                    </Button>
                  )}
                  {drafted.includes(row.rowNo) && openRow !== row.rowNo ? (
                    <span className="mt-1 block">
                      <StatusBadge tone="waiting">{t("mending.draft")}</StatusBadge>
                    </span>
                  ) : null}
                </Td>
              ) : null}
              <ProblemCells row={row} />
            </Row>
            {openRow === row.rowNo ? (
              <tr>
                <td colSpan={width} className="bg-sunken p-0">
                  <RowEditor
                    uploadId={uploadId}
                    row={row}
                    names={names}
                    canOmit={canOmit}
                    onSaved={(isMended) => saved(row, isMended)}
                    onClose={() => closed(row)}
                  />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

/** Lines with something typed and not kept; who comes back finds the last one open. */
function useDrafted(
  uploadId: string,
  rows: readonly SourceRow[],
  openRow: number | null,
  onFound: (rowNo: number) => void,
): readonly number[] {
  const [drafted, setDrafted] = useState<readonly number[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed is read anew whenever an editor opens or closes
  useEffect(() => setDrafted(draftedRows(uploadId, rows)), [uploadId, rows, openRow]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the person comes
  useEffect(() => {
    const [last] = draftedRows(uploadId, rows);
    if (last !== undefined) onFound(last);
  }, []);
  return drafted;
}

function buttonId(rowNo: number): string {
  return `corrigir-${rowNo}`;
}

function ProblemCells({ row }: { row: SourceRow }) {
  const t = useTranslations("files");
  const { problem } = row;
  return (
    <>
      <Td className="whitespace-nowrap max-md:hidden">{problem?.column ?? "—"}</Td>
      <Td>
        <span className="block font-medium">
          <ProblemName code={problem?.code ?? null} />
        </span>
        {row.editedFrom ? (
          <StatusBadge tone={problem ? "human" : "done"}>{t("mending.edited")}</StatusBadge>
        ) : (
          <code className="font-mono text-xs break-all text-muted max-md:hidden">{problem?.code}</code>
        )}
        {problem ? (
          <span className="block text-muted md:hidden">
            {problem.column ? `${problem.column}: ` : ""}
            {problem.got} · {problem.fix}
          </span>
        ) : null}
      </Td>
      <Td className="max-md:hidden">{problem?.got ?? "—"}</Td>
      <Td className="max-md:hidden">{problem?.expected ?? "—"}</Td>
      <Td className="max-md:hidden">{problem?.fix ?? "—"}</Td>
      <Td className="max-md:hidden">
        <code className="font-mono text-xs break-all text-muted">{row.raw.slice(0, 400)}</code>
      </Td>
    </>
  );
}

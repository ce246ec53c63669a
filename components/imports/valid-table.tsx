"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import type { SourceRow } from "./answers";

type Props = {
  rows: readonly SourceRow[];
  names: readonly string[];
  caption: string;
  /** Each line repeats an operation that is there, which it leads to. */
  isRepeated: boolean;
};

/** Lines as the file has them, with what a person changed shown beside what stood there. */
export function ValidTable({ rows, names, caption, isRepeated }: Props) {
  const t = useTranslations("files");
  return (
    <Table caption={caption}>
      <TableHead>
        <Th numeric>{t("columns.line")}</Th>
        {isRepeated ? <Th>{t("columns.firstOne")}</Th> : null}
        {names.map((name) => (
          <Th key={name}>{name}</Th>
        ))}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.rowNo}>
            <Td numeric>{row.lineNo}</Td>
            {isRepeated ? (
              <Td>
                {row.operationId ? (
                  <Link href={`/operacoes/${row.operationId}`} className="text-accent hover:underline">
                    {t("mending.first")}
                  </Link>
                ) : (
                  "—"
                )}
              </Td>
            ) : null}
            {names.map((name, index) => (
              <Td key={name} className="figures whitespace-nowrap">
                <Changed before={row.editedFrom?.[index]} now={row.fields[index] ?? ""} />
              </Td>
            ))}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function Changed({ before, now }: { before: string | undefined; now: string }) {
  if (before === undefined || before === now) return now;
  return (
    <>
      <del className="text-muted">{before}</del> <ins className="font-medium">{now}</ins>
    </>
  );
}

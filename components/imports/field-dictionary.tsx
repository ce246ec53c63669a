import { getTranslations } from "next-intl/server";
import { Section } from "../ui/section";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

const columns = [
  "operacao_id",
  "fundo",
  "tipo",
  "ativo",
  "quantidade",
  "taxa",
  "data_operacao",
  "pu_informado",
  "classe",
  "data_liquidacao",
] as const;
const optional: ReadonlySet<string> = new Set(["pu_informado", "classe", "data_liquidacao"]);

/** Each column of a file of operations: what it is, how it is written, whether it must be there. */
export async function FieldDictionary() {
  const t = await getTranslations("dictionary");
  return (
    <Section title={t("title")}>
      <Table caption={t("title")} className="rounded-none! border-0!">
        <TableHead>
          <Th>{t("column")}</Th>
          <Th>{t("need")}</Th>
          <Th className="min-w-56">{t("meaning")}</Th>
          <Th className="min-w-56">{t("format")}</Th>
          <Th>{t("example")}</Th>
          <Th className="min-w-44">{t("others")}</Th>
        </TableHead>
        <TableBody>
          {columns.map((column) => (
            <Row key={column}>
              <Td className="font-mono text-xs font-medium whitespace-nowrap">{column}</Td>
              <Td>
                <StatusBadge tone={optional.has(column) ? "inert" : "done"}>
                  {t(optional.has(column) ? "optional" : "required")}
                </StatusBadge>
              </Td>
              <Td>{t(`columns.${column}.meaning`)}</Td>
              <Td>{t(`columns.${column}.format`)}</Td>
              <Td className="font-mono text-xs whitespace-nowrap">{t(`columns.${column}.example`)}</Td>
              <Td className="font-mono text-xs text-muted">{t(`columns.${column}.others`)}</Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

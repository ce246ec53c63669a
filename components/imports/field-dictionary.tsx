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
          <Th className="max-sm:hidden">{t("need")}</Th>
          <Th className="lg:min-w-56">{t("meaning")}</Th>
          <Th className="min-w-56 max-lg:hidden">{t("format")}</Th>
          <Th className="max-md:hidden">{t("example")}</Th>
          <Th className="min-w-44 max-xl:hidden">{t("others")}</Th>
        </TableHead>
        <TableBody>
          {columns.map((column) => (
            <Row key={column}>
              <Td className="font-mono text-xs font-medium whitespace-nowrap">{column}</Td>
              <Td className="max-sm:hidden">
                <Need isOptional={optional.has(column)} />
              </Td>
              <Td>
                {t(`columns.${column}.meaning`)}
                <span className="block text-muted lg:hidden">{t(`columns.${column}.format`)}</span>
                <span className="block font-mono text-xs text-muted md:hidden">
                  {t("forInstance", { example: t(`columns.${column}.example`) })}
                </span>
                <span className="mt-1 block sm:hidden">
                  <Need isOptional={optional.has(column)} />
                </span>
              </Td>
              <Td className="max-lg:hidden">{t(`columns.${column}.format`)}</Td>
              <Td className="font-mono text-xs whitespace-nowrap max-md:hidden">
                {t(`columns.${column}.example`)}
              </Td>
              <Td className="font-mono text-xs text-muted max-xl:hidden">{t(`columns.${column}.others`)}</Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

async function Need({ isOptional }: { isOptional: boolean }) {
  const t = await getTranslations("dictionary");
  return (
    <StatusBadge tone={isOptional ? "inert" : "human"}>{t(isOptional ? "optional" : "required")}</StatusBadge>
  );
}

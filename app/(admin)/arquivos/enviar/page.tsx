import { readdir } from "node:fs/promises";
import { Download } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { uploadBytesMax } from "#server/domain/imports/schemas";
import { FieldDictionary } from "../../../../components/imports/field-dictionary";
import { StartSending } from "../../../../components/imports/wizard/start";
import { TemplateLinks } from "../../../../components/imports/wizard/template-links";
import { BackLink } from "../../../../components/layout/back-link";
import { PageHeader } from "../../../../components/layout/page-header";
import { Section } from "../../../../components/ui/section";
import { requireRight } from "../../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("send"))("title") };
}

export default async function SendPage() {
  await requireRight("import:create");
  const t = await getTranslations("send");
  const samples = (await readdir("public/samples").catch(() => []))
    .filter((name) => /^operacoes-.*\.csv$/.test(name))
    .sort();
  return (
    <>
      <PageHeader
        back={<BackLink href="/arquivos">{t("back")}</BackLink>}
        title={t("title")}
        description={t("description")}
      />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <StartSending bytesMax={uploadBytesMax} />
        <div className="flex min-w-0 flex-col gap-4">
          <Section title={t("columnsTitle")}>
            <div className="flex flex-col gap-2 p-4">
              <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs whitespace-pre-wrap">
                operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado
              </pre>
              <p className="text-muted">{t("columnsText")}</p>
              <p>
                <TemplateLinks />
              </p>
            </div>
          </Section>
          {samples.length > 0 ? (
            <Section title={t("samples")}>
              <ul className="divide-y divide-line">
                {samples.map((name) => (
                  <li key={name}>
                    <a
                      href={`/samples/${name}`}
                      download
                      className="flex items-center gap-2 px-4 py-2 text-accent hover:bg-hover"
                    >
                      <Download aria-hidden className="size-4" />
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </div>
      </div>
      <div id="campos" className="mt-4 scroll-mt-20">
        <FieldDictionary />
      </div>
    </>
  );
}

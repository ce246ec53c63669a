import { Upload } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { loadUploadFilter, toUploadInput } from "../../../components/imports/upload-filter";
import { UploadList } from "../../../components/imports/upload-list";
import { PageHeader } from "../../../components/layout/page-header";
import { ButtonLink } from "../../../components/ui/button";
import { Hydrate, pageData, requireRight } from "../../page-data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("files"))("title") };
}

type Params = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function FilesPage({ searchParams }: Params) {
  const { capabilities } = await requireRight("import:read");
  const { trpc, queryClient } = await pageData();
  await queryClient.prefetchInfiniteQuery(
    trpc.imports.list.infiniteQueryOptions(toUploadInput(await loadUploadFilter(searchParams)), {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  const t = await getTranslations("files");
  const send = capabilities.has("import:create") ? (
    <ButtonLink kind="primary" href="/arquivos/enviar">
      <Upload aria-hidden />
      {t("send")}
    </ButtonLink>
  ) : null;
  return (
    <Hydrate>
      <PageHeader title={t("title")} description={t("description")} actions={send} />
      <UploadList action={send} />
    </Hydrate>
  );
}

import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { uploadBytesMax } from "#server/domain/imports/schemas";
import { UploadDetail } from "../../../../components/imports/upload-detail";
import { Hydrate, orNotFound, pageData, requireRight } from "../../../page-data";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("files"))("detailTitle") };
}

export default async function FilePage({ params }: Params) {
  const { capabilities } = await requireRight("import:read");
  const { trpc, queryClient } = await pageData();
  const { id: uploadId } = await params;
  await orNotFound(queryClient.fetchQuery(trpc.imports.get.queryOptions({ uploadId })));
  return (
    <Hydrate>
      <UploadDetail
        uploadId={uploadId}
        canReadLog={capabilities.has("audit:read")}
        canSend={capabilities.has("import:create")}
        bytesMax={uploadBytesMax}
      />
    </Hydrate>
  );
}

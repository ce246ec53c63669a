import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OperationDetail } from "../../../../components/operations/operation-detail";
import { Hydrate, orNotFound, pageData, requireRight } from "../../../page-data";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operations"))("detail.title") };
}

export default async function OperationPage({ params }: Params) {
  const { capabilities } = await requireRight("operation:read");
  const { trpc, queryClient } = await pageData();
  const { id: operationId } = await params;
  await orNotFound(queryClient.fetchQuery(trpc.operations.get.queryOptions({ operationId })));
  return (
    <Hydrate>
      <OperationDetail
        operationId={operationId}
        canReverse={capabilities.has("operation:reverse")}
        canReadLog={capabilities.has("audit:read")}
      />
    </Hydrate>
  );
}

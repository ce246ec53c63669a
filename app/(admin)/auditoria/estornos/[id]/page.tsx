import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReversalDetail } from "../../../../../components/audit/reversal-detail";
import { Hydrate, orNotFound, pageData, requireRight } from "../../../../page-data";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("reversals.detailTitle") };
}

export default async function ReversalPage({ params }: Params) {
  const { capabilities } = await requireRight("operation:read");
  const { trpc, queryClient } = await pageData();
  const { id: reversalId } = await params;
  await orNotFound(queryClient.fetchQuery(trpc.reversals.get.queryOptions({ reversalId })));
  return (
    <Hydrate>
      <ReversalDetail reversalId={reversalId} canReverse={capabilities.has("operation:reverse")} />
    </Hydrate>
  );
}

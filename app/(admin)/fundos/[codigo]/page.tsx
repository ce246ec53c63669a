import type { Metadata } from "next";
import { FundDetail } from "../../../../components/funds/fund-detail";
import { Hydrate, orNotFound, pageData, requireRight } from "../../../page-data";

type Params = { params: Promise<{ codigo: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: decodeURIComponent((await params).codigo) };
}

export default async function FundPage({ params }: Params) {
  const { capabilities } = await requireRight("fund:read");
  const { trpc, queryClient } = await pageData();
  const code = decodeURIComponent((await params).codigo);
  await orNotFound(queryClient.fetchQuery(trpc.funds.get.queryOptions({ code })));
  await queryClient.prefetchQuery(trpc.funds.balances.queryOptions({ code, period: "30d" }));
  return (
    <Hydrate>
      <FundDetail code={code} canReadLog={capabilities.has("audit:read")} />
    </Hydrate>
  );
}

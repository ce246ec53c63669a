import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { WizardFrame } from "../../../../../components/imports/wizard/wizard-frame";
import { Hydrate, orNotFound, pageData, requireRight } from "../../../../page-data";

type Params = { params: Promise<{ uploadId: string }>; children: ReactNode };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wizard"))("title") };
}

export default async function WizardLayout({ params, children }: Params) {
  await requireRight("import:create");
  const { trpc, queryClient } = await pageData();
  const { uploadId } = await params;
  await orNotFound(queryClient.fetchQuery(trpc.imports.get.queryOptions({ uploadId })));
  return (
    <Hydrate>
      <WizardFrame uploadId={uploadId}>{children}</WizardFrame>
    </Hydrate>
  );
}

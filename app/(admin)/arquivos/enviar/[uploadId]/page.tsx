import { redirect } from "next/navigation";
import { currentStep, stepHref } from "../../../../../components/imports/wizard/steps";
import { orNotFound, pageData, requireRight } from "../../../../page-data";

type Params = { params: Promise<{ uploadId: string }> };

/** A file's address without a step leads to where the file stands. */
export default async function CurrentStepPage({ params }: Params) {
  await requireRight("import:create");
  const { trpc, queryClient } = await pageData();
  const { uploadId } = await params;
  const { upload } = await orNotFound(queryClient.fetchQuery(trpc.imports.get.queryOptions({ uploadId })));
  redirect(stepHref(uploadId, currentStep(upload)));
}

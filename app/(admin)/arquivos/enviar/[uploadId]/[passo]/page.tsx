import { notFound, redirect } from "next/navigation";
import { uploadBytesMax } from "#server/domain/imports/schemas";
import { ColumnsStep } from "../../../../../../components/imports/wizard/columns-step";
import { FileStep } from "../../../../../../components/imports/wizard/file-step";
import { PreviewStep } from "../../../../../../components/imports/wizard/preview-step";
import { ProgressStep } from "../../../../../../components/imports/wizard/progress-step";
import { ResultStep } from "../../../../../../components/imports/wizard/result-step";
import { canOpen, currentStep, isStep, stepHref } from "../../../../../../components/imports/wizard/steps";
import { orNotFound, pageData, requireRight } from "../../../../../page-data";

type Params = { params: Promise<{ uploadId: string; passo: string }> };

/** One step of a file; a step that the file has not reached leads to where it stands. */
export default async function StepPage({ params }: Params) {
  await requireRight("import:create");
  const { uploadId, passo } = await params;
  if (!isStep(passo)) notFound();
  const { trpc, queryClient } = await pageData();
  const { upload } = await orNotFound(queryClient.fetchQuery(trpc.imports.get.queryOptions({ uploadId })));
  if (!canOpen(upload, passo)) redirect(stepHref(uploadId, currentStep(upload)));
  if (passo === "arquivo") return <FileStep bytesMax={uploadBytesMax} />;
  if (passo === "colunas") return <ColumnsStep />;
  if (passo === "previa") return <PreviewStep />;
  if (passo === "processando") return <ProgressStep />;
  return <ResultStep bytesMax={uploadBytesMax} />;
}

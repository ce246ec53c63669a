"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { focusProblem } from "../source-rows";
import { UploadResult } from "../upload-result";
import { StepBar } from "./step-bar";
import { useWizard } from "./wizard-context";

/** Step 5: what became of every line, and what can still be done about it. */
export function ResultStep({ bytesMax }: { bytesMax: number }) {
  const t = useTranslations("wizard.result");
  const router = useRouter();
  const { progress } = useWizard();
  return (
    <>
      <StepBar
        next={{ label: t("sendAnother"), run: () => router.push("/arquivos/enviar") }}
        keys={[
          { keys: "n", label: t("nextProblem"), run: () => focusProblem(1) },
          { keys: "p", label: t("previousProblem"), run: () => focusProblem(-1) },
        ]}
      />
      <UploadResult progress={progress} canSend bytesMax={bytesMax} />
    </>
  );
}

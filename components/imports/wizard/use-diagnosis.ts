"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../layout/trpc";
import type { Diagnosis, Reading } from "../answers";
import type { Transfer } from "../transfers";
import { isGone } from "./steps";
import { useWizard } from "./wizard-context";

const headBytes = 256 * 1024;

/** How the file is written: from its first bytes while it is on its way, from what is stored afterwards. */
export function useDiagnosis(reading: Reading, transfer: Transfer | null) {
  const trpc = useTRPC();
  const { uploadId, progress } = useWizard();
  const isStored = progress.upload.state !== "RECEIVING";
  const stored = useQuery({
    ...trpc.imports.diagnosis.queryOptions({ uploadId, reading }),
    enabled:
      isStored &&
      progress.upload.isWhole &&
      !isGone(progress.upload) &&
      progress.upload.refusalCode !== "DUPLICATE_FILE",
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.isPending ? 1000 : false),
  });
  const local = useQuery({
    queryKey: ["diagnosis of what is being sent", transfer?.key, reading],
    queryFn: () => diagnoseHead(transfer!.file, reading),
    enabled: !isStored && transfer !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return isStored ? stored : local;
}

async function diagnoseHead(file: File, reading: Reading): Promise<Diagnosis> {
  const query = new URLSearchParams({ nome: file.name, leitura: JSON.stringify(reading) });
  const response = await fetch(`/api/arquivos/diagnostico?${query}`, {
    method: "POST",
    headers: { "x-lastro": "1", "content-type": "application/octet-stream" },
    body: file.slice(0, headBytes),
  });
  if (!response.ok) throw new Error(`diagnosis: ${response.status}`);
  return (await response.json()) as Diagnosis;
}

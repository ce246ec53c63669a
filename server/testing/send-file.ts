import { Readable } from "node:stream";
import { completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import { createCtx } from "#server/infra/context";
import { roleCapabilities } from "#server/kernel/capabilities";
import type { TestRuntime } from "./runtime";

/** A file as an operator of these funds sends it, run through every stage that is due now. */
export async function sendFile(
  system: TestRuntime,
  input: { userId: string; funds: "all" | readonly string[]; text: string; fileName?: string },
): Promise<{ uploadId: string }> {
  const ctx = createCtx(system.runtime, {
    kind: "user",
    id: input.userId,
    userId: input.userId,
    capabilities: roleCapabilities.operacao,
    funds: input.funds,
  });
  const fileName = input.fileName ?? "operacoes.csv";
  const { uploadId, storageKey } = await createUpload(ctx, { fileName, kind: "operacoes", channel: "tela" });
  await system.runtime.ports.storage.write(storageKey, Readable.from([Buffer.from(input.text)]), 1_000_000);
  await completeUpload(ctx, { uploadId });
  await confirmUpload(ctx, { uploadId });
  await system.drain();
  return { uploadId };
}

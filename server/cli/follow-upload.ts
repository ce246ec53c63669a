import { setTimeout as delay } from "node:timers/promises";
import { getUpload, type UploadDetail } from "#server/domain/imports/queries";
import { hasRunningJobs } from "#server/domain/jobs/queries";
import { countOperations } from "#server/domain/operations/queries";
import type { Ctx } from "#server/kernel/context";

const pollMs = 300;
const quietMs = 15_000;
const sayEveryMs = 2_000;

const ended = ["DONE", "REFUSED", "CANCELLED"];

/** States as the screens name them; one that is not here keeps its own name. */
const words: Readonly<Record<string, string>> = {
  SPLITTING: "lendo o arquivo",
  STAGING: "validando as linhas",
  PREVIEWED: "aguardando confirmação",
  ACCEPTING: "decidindo as linhas",
  PROCESSING: "precificando e executando",
  STOPPING: "parando",
  DONE: "concluído",
  REFUSED: "recusado",
  CANCELLED: "cancelado",
  EXECUTED: "executadas",
  IN_REVIEW: "em revisão",
  READY: "na fila",
  AWAITING_PRICE: "aguardando preço",
  AWAITING_PUBLICATION: "aguardando publicação",
  INSUFFICIENT_CASH: "sem caixa",
  INSUFFICIENT_POSITION: "sem posição",
};
const inWords = (name: string) => words[name] ?? name;

/** Waits until a file is done or refused, or has one of the states wanted, and says what it sees on the way. */
export async function followUpload(
  ctx: Ctx,
  uploadId: string,
  say: (text: string) => void,
  until: readonly string[] = ended,
): Promise<UploadDetail> {
  let last = "";
  let changedAt = Date.now();
  let saidAt = 0;
  for (;;) {
    const upload = await ctx.transaction((tx) => getUpload(tx, uploadId));
    const progress = await progressOf(ctx, upload);
    const seen = progress ? `${inWords(upload.state)}: ${progress}` : inWords(upload.state);
    if (seen !== last) {
      last = seen;
      changedAt = Date.now();
    } else if (Date.now() - changedAt > quietMs) {
      const isWorking = await ctx.transaction(hasRunningJobs);
      if (!isWorking) say("nada mudou há 15 segundos: o worker está rodando? (npm run worker)");
      changedAt = Date.now();
    }
    if (changedAt > saidAt && Date.now() - saidAt > sayEveryMs) {
      say(seen);
      saidAt = Date.now();
    }
    if (until.includes(upload.state) || ended.includes(upload.state)) return upload;
    await delay(pollMs);
  }
}

async function progressOf(ctx: Ctx, upload: UploadDetail): Promise<string> {
  if (upload.rowCount === null) return "";
  if (upload.state !== "PROCESSING") return `${upload.stagedRows} de ${upload.rowCount} linhas lidas`;
  const counts = await ctx.transaction((tx) => countOperations(tx, { uploadId: upload.uploadId }));
  const byWord = new Map<string, number>();
  for (const row of counts) {
    const word = inWords(row.waitReason ?? row.state);
    byWord.set(word, (byWord.get(word) ?? 0) + row.count);
  }
  return [...byWord].map(([word, count]) => `${count} ${word}`).join(", ");
}

export type UploadSummary = {
  importacao: string;
  estado: string;
  linhas: { total: number; aceitas: number; rejeitadas: number; duplicadas: number } | null;
  operacoes: { estado: string; espera: string | null; codigo: string | null; quantidade: number }[];
  recusa: unknown;
};

/** What became of a file, in the names of the REST answers. */
export async function summarizeUpload(ctx: Ctx, uploadId: string): Promise<UploadSummary> {
  return await ctx.transaction(async (tx) => {
    const upload = await getUpload(tx, uploadId);
    const counts = await countOperations(tx, { uploadId });
    return {
      importacao: uploadId,
      estado: upload.state,
      linhas:
        upload.rowCount === null
          ? null
          : {
              total: upload.rowCount,
              aceitas: upload.acceptedCount ?? 0,
              rejeitadas: upload.rejectedCount ?? 0,
              duplicadas: upload.duplicateCount ?? 0,
            },
      operacoes: counts.map((row) => ({
        estado: row.state,
        espera: row.waitReason,
        codigo: row.code,
        quantidade: row.count,
      })),
      recusa: upload.refusal,
    };
  });
}

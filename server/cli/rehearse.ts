import { cancelUpload, describeFileRefusal } from "#server/domain/imports/index";
import {
  type CorrectionFate,
  type CorrectionRow,
  countCorrection,
  listCorrectionRows,
} from "#server/domain/imports/queries";
import type { Ctx } from "#server/kernel/context";
import type { Page } from "#server/kernel/page";
import type { Answer } from "./command";
import { followUpload } from "./follow-upload";

const words: Record<CorrectionFate, string> = {
  sent: "enviada",
  unchanged: "igual",
  ignored: "ignorada",
  wrong: "errada",
};
const rowsAtOnce = 500;

/** Waits until a correction was read, says line by line what it would change, and leaves nothing of it. */
export async function rehearse(ctx: Ctx, uploadId: string, say: (text: string) => void): Promise<Answer> {
  const upload = await followUpload(ctx, uploadId, say, ["PREVIEWED"]);
  if (upload.state !== "PREVIEWED") {
    const text = upload.refusal ? describeFileRefusal(upload.refusal as never) : upload.state;
    return { exit: 1, data: { importacao: uploadId, estado: upload.state, recusa: upload.refusal }, text };
  }
  const counts = await ctx.transaction((tx) => countCorrection(tx, uploadId));
  const rows: CorrectionRow[] = [];
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const page: Page<CorrectionRow> = await ctx.transaction((tx) =>
      listCorrectionRows(tx, { uploadId, cursor: from, limit: rowsAtOnce }),
    );
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  await cancelUpload(ctx, { uploadId });
  const contagem = {
    enviadas: counts.sent,
    iguais: counts.unchanged,
    ignoradas: counts.ignored,
    erradas: counts.wrong,
  };
  const summary = Object.entries(contagem).map(([name, count]) => `${name} ${count}`);
  return {
    exit: counts.wrong + counts.unchanged > 0 ? 1 : 0,
    data: { ensaio: true, corrige: upload.parentId, contagem, linhas: rows.map(toLine) },
    text: [...rows.map(describe), summary.join(", ")].join("\n"),
  };
}

/** In the names of the REST answer. */
function toLine({ lineNo, correctsLine, externalId, fate, code, changes, operationId }: CorrectionRow) {
  return {
    linha: lineNo,
    corrige_linha: correctsLine,
    operacao_id: externalId,
    destino: words[fate],
    codigo: code,
    mudancas: changes.map(({ name, before, after }) => ({ coluna: name, antes: before, depois: after })),
    operacao: operationId,
  };
}

function describe({ lineNo, correctsLine, fate, code, changes, problem }: CorrectionRow): string {
  const where = correctsLine === null ? "linha nova" : `corrige a linha ${correctsLine}`;
  const what = changes.map(({ name, before, after }) =>
    before === null ? `${name}: ${after}` : `${name}: ${before || "(vazio)"} → ${after || "(vazio)"}`,
  );
  const why = code ? ` ${code}${problem && fate === "wrong" ? `: ${problem.fix}` : ""}` : "";
  return `linha ${lineNo} (${where}) ${words[fate]}${why}${what.length > 0 ? ` · ${what.join("; ")}` : ""}`;
}

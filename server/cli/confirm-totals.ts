import { cancelUpload, confirmUpload, describeFileRefusal } from "#server/domain/imports/index";
import { readControl } from "#server/domain/imports/queries";
import { totalNames as names } from "#server/domain/imports/schemas";
import type { Ctx } from "#server/kernel/context";
import type { Answer } from "./command";
import { followUpload } from "./follow-upload";

/**
 * Waits until the file was read whole and confirms it when it adds up to what was expected, or when somebody
 * says why it does not. Otherwise nothing of it is left, so that it can be sent again.
 * @returns what there is to say instead; null when it was confirmed
 */
export async function confirmTotals(
  ctx: Ctx,
  { uploadId, reason }: { uploadId: string; reason: string | undefined },
  say: (text: string) => void,
): Promise<Answer | null> {
  const upload = await followUpload(ctx, uploadId, say, ["PREVIEWED"]);
  if (upload.state !== "PREVIEWED") {
    const text = upload.refusal ? describeFileRefusal(upload.refusal as never) : upload.state;
    return { exit: 1, data: { importacao: uploadId, estado: upload.state, recusa: upload.refusal }, text };
  }
  const control = await ctx.transaction((tx) => readControl(tx, uploadId));
  const differing = (control?.checks ?? []).filter(({ matches }) => !matches);
  if (differing.length === 0 || reason) {
    await confirmUpload(ctx, { uploadId, reason });
    return null;
  }
  await cancelUpload(ctx, { uploadId });
  const lines = differing.map(
    ({ key, expected, found }) => `${names[key]}: esperado ${expected}, entra ${found}`,
  );
  return {
    exit: 1,
    data: {
      erro: { codigo: "upload.totals_differ" },
      totais: differing.map(({ key, expected, found }) => ({
        total: names[key],
        esperado: String(expected),
        encontrado: String(found),
      })),
    },
    text: [
      "os totais não conferem; nada foi importado",
      ...lines,
      "corrija o arquivo ou os totais, ou repita com --motivo TEXTO (10 caracteres ou mais)",
    ].join("\n"),
  };
}

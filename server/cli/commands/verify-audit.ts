import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type LogProblem, type LogReport, verifyLog } from "#server/domain/audit/index";
import { findChangedFiles } from "#server/domain/imports/index";
import { verifyInvariants } from "#server/domain/invariants/index";
import { readNotes, readPublicKey } from "#server/gateways/witness/index";
import { type Command, optional, UsageError } from "../command";
import { verifyPack } from "../verify-pack";

export const verifyAuditCommand: Command = {
  words: "auditoria verificar",
  usage: "[--chave ARQUIVO] [--checkpoints ARQUIVO] [--pacote PASTA ou PROVA.json]",
  summary:
    "deriva a trilha de auditoria inteira dos bytes dos eventos e a compara com o que foi assinado; depois, tudo o que ela prova; com --pacote, o que foi exportado, sem banco",
  options: { chave: { type: "string" }, checkpoints: { type: "string" }, pacote: { type: "string" } },
  async run({ ctx, env }, options) {
    const pack = optional(options, "pacote");
    if (pack)
      return await verifyPack(pack, {
        key: optional(options, "chave"),
        checkpoint: optional(options, "checkpoints"),
      });
    const keyFile = optional(options, "chave") ?? env.AUDIT_KEY_FILE;
    const notesFile =
      optional(options, "checkpoints") ?? (keyFile && path.join(path.dirname(keyFile), "checkpoints.txt"));
    for (const file of [optional(options, "chave"), optional(options, "checkpoints")]) {
      if (file && !existsSync(file)) throw new UsageError(`não existe o arquivo ${file}`);
    }
    const outside = {
      publicKey: keyFile && existsSync(keyFile) ? readPublicKey(readFileSync(keyFile, "utf8")) : undefined,
      notes: notesFile && existsSync(notesFile) ? readNotes(readFileSync(notesFile, "utf8")) : [],
    };
    const trilha = await ctx.transaction((tx) => verifyLog(tx, outside), { isSnapshot: true });
    const { invariantes } = await verifyInvariants(ctx);
    const originais = await findChangedFiles(ctx);
    const broken = invariantes.filter(({ falhas }) => falhas > 0);
    const ok = trilha.problemCount === 0 && broken.length === 0 && originais.changed.length === 0;
    const data = {
      ok,
      chaveDeFora: outside.publicKey !== undefined,
      deFora: outside.notes.length,
      trilha,
      invariantes,
      originais: { lidos: originais.read, mudados: originais.changed },
    };
    const lines = [
      ...textOfLog(trilha, data),
      ...originais.changed
        .slice(0, 10)
        .map((id) => `✗ o arquivo original da importação ${id} não é o que foi recebido`),
      ...broken.flatMap(({ numero, nome, falhas, exemplos }) => [
        `✗ invariante ${numero}, ${nome}: ${falhas} falhas (lastro conferir)`,
        ...exemplos.slice(0, 1).map((example) => `    ${JSON.stringify(example)}`),
      ]),
      ok ? "A trilha confere, e com ela tudo o que ela prova." : "A trilha não confere.",
    ];
    return { exit: ok ? 0 : 1, data, text: lines.join("\n") };
  },
};

function textOfLog(
  log: LogReport,
  { chaveDeFora, deFora }: { chaveDeFora: boolean; deFora: number },
): string[] {
  const { sealed, unsealed, checkpoints, root, problems, problemCount } = log;
  return [
    `${problemCount === 0 ? "✓" : "✗"} ${sealed} eventos selados, ${unsealed} por selar, ${checkpoints} checkpoints conferidos (${deFora} de fora do banco)`,
    `    raiz ${root}`,
    chaveDeFora
      ? "    assinaturas conferidas com a chave de fora do banco"
      : "    sem a chave de fora do banco: assinaturas conferidas com a que ele próprio diz",
    ...problems.map((problem) => `    ${sentenceOf(problem)}`),
    ...(problemCount > problems.length ? [`    e mais ${problemCount - problems.length}`] : []),
  ];
}

const texts: Readonly<Record<LogProblem["what"], string>> = {
  GAP: "falta um elo",
  EVENT_MISSING: "um evento selado foi apagado",
  EVENT_CHANGED: "um evento selado foi mudado",
  COLUMNS_DIFFER: "um evento é achado por outra coisa do que os seus bytes dizem",
  EVENT_SLIPPED_IN: "um evento foi posto onde já se tinha selado",
  ROOT_DIFFERS: "os eventos até aqui não dão a raiz que foi assinada",
  SIGNATURE_INVALID: "um checkpoint não tem assinatura válida",
  TAIL_MISSING: "o fim da trilha foi cortado: um checkpoint de fora é maior",
  OUTSIDE_DIFFERS: "um checkpoint de fora do banco diz outra raiz",
  HALTED: "o selador parou e espera que alguém veja",
};

function sentenceOf({ what, seq, eventId }: LogProblem): string {
  return [texts[what], seq === null ? null : `#${seq}`, eventId].filter((part) => part !== null).join(" · ");
}

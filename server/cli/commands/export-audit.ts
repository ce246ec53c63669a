import { appendFileSync, cpSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { exportLog, type LogFilter, recordExport } from "#server/domain/audit/index";
import { getFund } from "#server/domain/funds/queries";
import { isDay, localInstant } from "#server/kernel/business-day";
import { type Command, optional, required, UsageError } from "../command";
import { packDir } from "../verify-pack";

export const exportAuditCommand: Command = {
  words: "auditoria exportar",
  usage: "--pasta PASTA [--fundo CODIGO] [--de AAAA-MM-DD] [--ate AAAA-MM-DD]",
  summary: "grava um pacote que qualquer pessoa confere sem rede nem banco (verificar.mjs, verificar.py)",
  options: {
    pasta: { type: "string" },
    fundo: { type: "string" },
    de: { type: "string" },
    ate: { type: "string" },
  },
  async run({ ctx }, options) {
    const folder = required(options, "pasta");
    if (existsSync(path.join(folder, "manifesto.json"))) throw new UsageError(`já há um pacote em ${folder}`);
    mkdirSync(folder, { recursive: true });
    const code = optional(options, "fundo");
    const filter: LogFilter = {
      fundId: code ? (await ctx.transaction((tx) => getFund(tx, code))).fundId : null,
      from: dayOf(optional(options, "de")),
      to: dayOf(optional(options, "ate")),
    };
    cpSync(packDir, folder, { recursive: true });
    const sink = {
      write: async (name: string, text: string) => appendFileSync(path.join(folder, name), text),
    };
    const summary = await ctx.transaction((tx) => exportLog(tx, filter, sink), { isSnapshot: true });
    await ctx.transaction((tx) => recordExport(tx, filter, summary));
    const { events, entries, size, root } = summary;
    return {
      exit: 0,
      data: { pasta: folder, eventos: events, lancamentos: entries, tamanho: size, raiz: root },
      text: `${events} eventos e ${entries} lançamentos em ${folder} (raiz de ${size}: ${root})\nConfira com: node ${path.join(folder, "verificar.mjs")} ${folder}`,
    };
  },
};

/** The beginning of a day in São Paulo. */
function dayOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  if (!isDay(text)) throw new UsageError(`não é um dia AAAA-MM-DD: ${text}`);
  return localInstant(text, "00:00");
}

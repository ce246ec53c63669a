import { type Engine, engines, updateEngine } from "#server/domain/flags/index";
import { getFund } from "#server/domain/funds/queries";
import { type Command, required, UsageError } from "../command";

export const engineCommand: Command = {
  words: "flags engine",
  usage: `--fundo CODIGO --motor ${engines.join("|")} --motivo TEXTO`,
  summary: "troca o motor de execução de um fundo",
  options: { fundo: { type: "string" }, motor: { type: "string" }, motivo: { type: "string" } },
  async run({ ctx }, options) {
    const engine = required(options, "motor") as Engine;
    if (!engines.includes(engine)) throw new UsageError(`--motor é ${engines.join(" ou ")}`);
    const reason = required(options, "motivo");
    const { fundId, code } = await ctx.transaction((tx) =>
      getFund(tx, required(options, "fundo").toUpperCase()),
    );
    await updateEngine(ctx, { fundId, engine, reason });
    return { exit: 0, data: { fundo: code, motor: engine }, text: `${code} executa com o motor ${engine}` };
  },
};

import { liftHold, placeHold, requestErasure, setRetention } from "#server/domain/retention/index";
import { localDay } from "#server/kernel/business-day";
import { type Command, optional, required, UsageError } from "../command";

const personOptions = { email: { type: "string" }, motivo: { type: "string" } } as const;

export const erasePersonCommand: Command = {
  words: "pessoa apagar",
  usage: "--email EMAIL --motivo TEXTO",
  summary: "apaga os dados de uma pessoa, ou recusa dizendo por quê e até quando são guardados",
  options: personOptions,
  async run({ ctx }, options) {
    const email = required(options, "email");
    const reason = required(options, "motivo");
    const { requestId, keptBecause, valuesErased } = await ctx.transaction((tx) =>
      requestErasure(tx, { email, reason }),
    );
    const isMet = keptBecause.length === 0;
    const lines = keptBecause.map(
      ({ ground, until }) =>
        `  ${ground}${until ? ` Até ${localDay(until).split("-").reverse().join("/")}.` : ""}`,
    );
    return {
      exit: isMet ? 0 : 1,
      data: { pedido: requestId, atendido: isMet, fundamentos: keptBecause, valoresApagados: valuesErased },
      text: isMet
        ? `dados apagados (${valuesErased} valores na trilha); a trilha continua a conferir`
        : ["recusado: os dados têm de ser guardados.", ...lines].join("\n"),
    };
  },
};

export const holdPersonCommand: Command = {
  words: "pessoa reter",
  usage: "--email EMAIL --motivo TEXTO [--soltar]",
  summary: "impede que os dados de uma pessoa sejam apagados, por ordem legal; --soltar desfaz",
  options: { ...personOptions, soltar: { type: "boolean" } },
  async run({ ctx }, options) {
    const input = { email: required(options, "email"), reason: required(options, "motivo") };
    const isLifted = options.soltar === true;
    await ctx.transaction((tx) => (isLifted ? liftHold : placeHold)(tx, input));
    return {
      exit: 0,
      data: { retida: !isLifted },
      text: isLifted ? `${input.email}: retenção solta` : `${input.email}: dados retidos`,
    };
  },
};

export const retentionCommand: Command = {
  words: "retencao definir",
  usage: "--tipo pessoa|trilha --anos N --motivo TEXTO [--fundamento TEXTO]",
  summary: "por quantos anos se guardam o cadastro das pessoas e os valores pessoais da trilha",
  options: {
    tipo: { type: "string" },
    anos: { type: "string" },
    motivo: { type: "string" },
    fundamento: { type: "string" },
  },
  async run({ ctx }, options) {
    const kind = ({ pessoa: "person", trilha: "audit" } as const)[required(options, "tipo") as "pessoa"];
    if (!kind) throw new UsageError("--tipo é pessoa ou trilha");
    const years = Number(required(options, "anos"));
    if (!Number.isInteger(years) || years < 0 || years > 100) throw new UsageError("--anos vai de 0 a 100");
    const reason = required(options, "motivo");
    const ground = optional(options, "fundamento");
    await ctx.transaction((tx) => setRetention(tx, { kind, years, ground, reason }));
    return {
      exit: 0,
      data: { tipo: kind, anos: years },
      text: `${required(options, "tipo")}: ${years} anos`,
    };
  },
};

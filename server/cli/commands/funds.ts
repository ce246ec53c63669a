import {
  contribute,
  createFund,
  type FundRules,
  updateRules,
  updateRulesInput,
} from "#server/domain/funds/index";
import { getFund } from "#server/domain/funds/queries";
import { localDay } from "#server/kernel/business-day";
import { newId } from "#server/kernel/id";
import { formatCents, parseCents } from "#server/kernel/money";
import { parseCnpj } from "#server/kernel/tax-id";
import { type Command, type Options, optional, required, UsageError } from "../command";

export const createFundCommand: Command = {
  words: "fundo criar",
  usage:
    "--codigo C --nome N --cnpj CNPJ --abertura 1.000,00 [--data D] [--arredondamento HALF_UP|TRUNCATE] [--preco anbima|informado]",
  summary: "cria um fundo com os livros abertos",
  options: {
    codigo: { type: "string" },
    nome: { type: "string" },
    cnpj: { type: "string" },
    abertura: { type: "string" },
    data: { type: "string" },
    arredondamento: { type: "string" },
    preco: { type: "string" },
  },
  async run({ ctx }, options) {
    const cnpj = parseCnpj(required(options, "cnpj"));
    if (cnpj === null) throw new UsageError("--cnpj não é um CNPJ válido");
    const code = required(options, "codigo").toUpperCase();
    const { fundId } = await createFund(ctx, {
      code,
      name: required(options, "nome"),
      cnpj,
      openingCents: readAmount(required(options, "abertura"), "abertura"),
      openedOn: optional(options, "data") ?? localDay(new Date()),
      rounding: optional(options, "arredondamento") as "HALF_UP" | undefined,
      priceBasis: optional(options, "preco") as "anbima" | undefined,
    });
    return { exit: 0, data: { id: fundId, codigo: code }, text: `${code} ${fundId}` };
  },
};

export const contributeCommand: Command = {
  words: "fundo aportar",
  usage: "--fundo CODIGO --valor 1.000,00 [--data D] [--id UUID]",
  summary: "registra um aporte dos cotistas; o mesmo --id registra uma só vez",
  options: {
    fundo: { type: "string" },
    valor: { type: "string" },
    data: { type: "string" },
    id: { type: "string" },
  },
  async run({ ctx }, options) {
    const amountCents = readAmount(required(options, "valor"), "valor");
    const { fundId, code } = await ctx.transaction((tx) =>
      getFund(tx, required(options, "fundo").toUpperCase()),
    );
    const contributionId = optional(options, "id") ?? newId();
    const effectiveOn = optional(options, "data") ?? localDay(new Date());
    await contribute(ctx, { fundId, contributionId, amountCents, effectiveOn }).catch(
      (error: { code?: string }) => {
        if (error.code === "23505") throw new UsageError(`o aporte ${contributionId} já está registrado`);
        throw error;
      },
    );
    const data = { id: contributionId, fundo: code, valor_centavos: amountCents.toString() };
    return { exit: 0, data, text: `${code}: R$ ${formatCents(amountCents)} (${contributionId})` };
  },
};

/** How each rule is written: its option, how that is read, and what it must be. */
const ruleOptions: Readonly<
  Record<keyof FundRules, readonly [name: string, read: (text: string) => unknown, what: string]>
> = {
  twoPeopleCents: ["duas-pessoas-acima", parseCents, "é um valor em reais como 10.000,00"],
  stepUpCents: ["confirmar-acima", parseCents, "é um valor em reais como 1.000.000,00"],
  reviewMinutes: ["decidir-em", wholeOf, "vai de 1 a 10000 minutos úteis"],
  jumpLimit: ["salto", shareOf, "é uma porcentagem como 5 ou 2,5"],
  tradedPriceLimit: ["distancia", shareOf, "é uma porcentagem como 5 ou 2,5"],
  staleBusinessDays: ["defasagem", wholeOf, "vai de 0 a 30 dias úteis"],
  cutOffTime: ["corte", String, "é uma hora como 18:00"],
  serviceTimeS: ["atendimento", wholeOf, "vai de 1 a 86400 segundos"],
};

export const fundRulesCommand: Command = {
  words: "fundo regras",
  usage:
    "--codigo C --motivo TEXTO [--duas-pessoas-acima 10.000,00] [--confirmar-acima 1.000.000,00] [--decidir-em MINUTOS] [--salto %] [--distancia %] [--defasagem DIAS] [--corte HH:MM] [--atendimento SEGUNDOS]",
  summary: "muda regras de um fundo: alçadas e prazo da revisão, limites de preço, corte e atendimento",
  options: {
    codigo: { type: "string" },
    motivo: { type: "string" },
    ...Object.fromEntries(Object.values(ruleOptions).map(([name]) => [name, { type: "string" as const }])),
  },
  async run({ ctx }, options) {
    const code = required(options, "codigo").toUpperCase();
    const reason = required(options, "motivo");
    if (!updateRulesInput.shape.reason.safeParse(reason).success)
      throw new UsageError("--motivo tem de 10 a 1000 letras");
    const rules = readRules(options);
    if (Object.keys(rules).length === 0) throw new UsageError("falta a regra que muda");
    const changed = await updateRules(ctx, { code, rules, reason });
    const text =
      changed.length === 0 ? "nada mudou" : `mudou ${changed.map((rule) => ruleOptions[rule][0]).join(", ")}`;
    return { exit: 0, data: { codigo: code, mudou: changed }, text: `${code}: ${text}` };
  },
};

function readRules(options: Options): Partial<FundRules> {
  const { shape } = updateRulesInput.shape.rules;
  const rules = Object.entries(ruleOptions).flatMap(([rule, [name, read, what]]) => {
    const text = optional(options, name);
    if (text === undefined) return [];
    const checked = shape[rule as keyof FundRules].safeParse(read(text));
    if (!checked.success) throw new UsageError(`--${name} ${what}`);
    return [[rule, checked.data]];
  });
  return Object.fromEntries(rules);
}

function wholeOf(text: string): number | null {
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

/** "2,5" per cent is "0.025000", as a fund keeps it. */
function shareOf(text: string): string | null {
  const [, whole, part = ""] = /^(\d{1,4})(?:,(\d{1,4}))?%?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const millionths = Number(`${whole}${part.padEnd(4, "0")}`);
  return `${Math.floor(millionths / 1_000_000)}.${String(millionths % 1_000_000).padStart(6, "0")}`;
}

function readAmount(text: string, name: string): bigint {
  const cents = parseCents(text);
  if (cents === null || cents <= 0n) throw new UsageError(`--${name} é um valor em reais como 1.234,56`);
  return cents;
}

import { contribute, createFund } from "#server/domain/funds/index";
import { getFund } from "#server/domain/funds/queries";
import { localDay } from "#server/kernel/business-day";
import { newId } from "#server/kernel/id";
import { formatCents, parseCents } from "#server/kernel/money";
import { parseCnpj } from "#server/kernel/tax-id";
import { type Command, optional, required, UsageError } from "../command";

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

function readAmount(text: string, name: string): bigint {
  const cents = parseCents(text);
  if (cents === null || cents <= 0n) throw new UsageError(`--${name} é um valor em reais como 1.234,56`);
  return cents;
}

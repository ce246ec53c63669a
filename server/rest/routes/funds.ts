import { z } from "zod";
import { getFund, listFunds } from "#server/domain/funds/queries";
import { listBalancesAt } from "#server/domain/ledger/index";
import { addDays, isDay, localInstant } from "#server/kernel/business-day";
import { rest } from "../route";
import { cents, fundCode, instant, iso } from "../schemas";

const fund = z.object({
  codigo: z.string(),
  nome: z.string(),
  cnpj: z.string().describe("14 caracteres, sem pontuação"),
  arredondamento: z.enum(["HALF_UP", "TRUNCATE"]),
  base_do_preco: z.enum(["anbima", "informado"]),
  horario_de_corte: z.string().describe("HH:MM, São Paulo"),
});

export const listFundsRoute = rest({
  method: "GET",
  path: "/fundos",
  capability: "fund:read",
  summary: "Lista os fundos ao alcance do token",
  input: z.strictObject({}),
  output: z.object({ itens: z.array(fund) }),
  run: async (tx) => ({
    itens: (await listFunds(tx)).map((row) => ({
      codigo: row.code,
      nome: row.name,
      cnpj: row.cnpj,
      arredondamento: row.rounding,
      base_do_preco: row.priceBasis,
      horario_de_corte: row.cutOffTime,
    })),
  }),
});

/** An unescaped `+` of an offset arrives as a space. */
const moment = z
  .string()
  .max(40)
  .transform((given) => given.replace(/ (?=\d{2}:?\d{2}$)/, "+"))
  .pipe(z.union([z.string().refine(isDay), z.iso.datetime({ offset: true })]))
  .describe("Instante ISO 8601 com fuso, ou dia AAAA-MM-DD (o fim do dia em São Paulo); ausente: agora");

export const fundBalanceRoute = rest({
  method: "GET",
  path: "/fundos/{codigo}/saldo",
  capability: "fund:read",
  summary: "Saldo de um fundo em qualquer instante",
  description: "Lido dos lançamentos: o saldo depois do último lançamento até o instante pedido.",
  absent: "fund.not_found",
  errors: ["fund.not_found"],
  input: z.strictObject({ codigo: fundCode, em: moment.optional() }),
  output: z.object({
    fundo: z.string(),
    em: instant,
    saldo_centavos: cents.describe("Saldo da conta CAIXA, em centavos"),
    contas: z.array(z.object({ codigo: z.string(), nome: z.string(), saldo_centavos: cents })),
  }),
  run: async (tx, { codigo, em }) => {
    const { fundId, code } = await getFund(tx, codigo);
    const at = em === undefined ? tx.clock.now() : instantOf(em);
    const balances = await listBalancesAt(tx, { fundId, at });
    const accounts = balances.map((row) => ({
      codigo: row.code,
      nome: row.name,
      saldo_centavos: row.balanceCents.toString(),
    }));
    const cash = accounts.find((account) => account.codigo === "CAIXA");
    return { fundo: code, em: iso(at), saldo_centavos: cash?.saldo_centavos ?? "0", contas: accounts };
  },
});

/** A day means its end: everything that was posted on it counts. */
function instantOf(text: string): Date {
  return isDay(text) ? new Date(localInstant(addDays(text, 1), "00:00").getTime() - 1) : new Date(text);
}

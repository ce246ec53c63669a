import { randomUUID } from "node:crypto";
import { createFund } from "#server/domain/funds/index";
import { createUser } from "#server/domain/users/index";
import type { Role } from "#server/kernel/capabilities";
import type { Ctx } from "#server/kernel/context";
import { cnpjCheckDigits } from "#server/kernel/tax-id";
import type { FakePriceSource } from "./fakes";

let made = 0;

/** A fund with its books opened, under a code and CNPJ of its own. */
export async function makeFund(
  ctx: Ctx,
  given: Partial<Parameters<typeof createFund>[1]> = {},
): Promise<{ fundId: string; code: string }> {
  made = (made + 1) % 100;
  const code = given.code ?? `F${made}${randomUUID().slice(0, 6).toUpperCase()}`;
  const base = `${String(made).padStart(2, "0")}${randomUUID().replace(/\D/g, "").padEnd(6, "1").slice(0, 6)}0001`;
  const { fundId } = await createFund(ctx, {
    code,
    name: `FIDC ${code}`,
    cnpj: base + cnpjCheckDigits(base),
    openingCents: 1_000_000_000n,
    openedOn: "2026-01-05",
    ...given,
  });
  return { fundId, code };
}

/** A person with a role; without `funds` they see all. */
export async function makeUser(
  ctx: Ctx,
  role: Role,
  funds?: readonly string[],
): Promise<{ userId: string; email: string }> {
  const email = `${role}-${randomUUID().slice(0, 8)}@teste.localhost`;
  const { userId } = await ctx.transaction((tx) =>
    createUser(tx, {
      email,
      name: `Pessoa ${role}`,
      password: "uma senha comprida",
      role,
      seesAllFunds: funds === undefined,
      fundIds: [...(funds ?? [])],
    }),
  );
  return { userId, email };
}

/** A past business day whose price of `DEBX11` is served, and a file that trades it. */
export const tradedOn = "2026-03-11";

export function serveDebenture(
  source: FakePriceSource,
  unitPrice = "1000.123456",
  priceOn: string = tradedOn,
): void {
  source.serve("debentures", priceOn, {
    assetCode: "DEBX11",
    unitPrice,
    unitPriceText: unitPrice,
    indicativeRate: "1.5",
    bidRate: "1.6",
    askRate: "1.4",
    bandMin: "1.0",
    bandMax: "2.0",
  });
}

export const operationsHeader = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;classe";

export function operationLine(id: string, fundCode: string, side: "C" | "V" = "C", quantity = "10"): string {
  return `${id};${fundCode};${side};DEBX11;${quantity};0,001;11/03/2026;debentures`;
}

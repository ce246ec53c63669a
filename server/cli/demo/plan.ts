import type { Engine } from "#server/domain/flags/index";
import { demoEmails } from "#server/infra/demonstration";
import { addBusinessDays, localDay } from "#server/kernel/business-day";
import type { Role } from "#server/kernel/capabilities";
import type { Rounding } from "#server/kernel/money";
import { cnpjCheckDigits } from "#server/kernel/tax-id";
import { codeOf, universe } from "#server/sandbox/anbima/universe";
import type { demoFundCodes } from "../../../bench/generate/samples";

export type DemoFund = {
  readonly code: (typeof demoFundCodes)[number];
  readonly name: string;
  readonly cnpj: string;
  readonly rounding: Rounding;
  readonly priceBasis: "anbima" | "informado";
  readonly engine: Engine;
  readonly openingCents: bigint;
  /** What comes in every ten business days, in centavos. */
  readonly contributionCents: bigint;
  readonly positions: readonly { assetCode: string; quantity: string }[];
};

const cnpj = (base: string) => base + cnpjCheckDigits(base);
const reais = (amount: bigint) => amount * 100n;
const heldByDelta = universe
  .filter(({ assetClass }) => assetClass === "debentures")
  .slice(0, 5)
  .map((asset, i) => ({ assetCode: codeOf(asset), quantity: `${500 * (i + 1)}` }));

/** Five funds of different shapes. Names and CNPJs are invented. */
export const demoFunds: readonly DemoFund[] = [
  fund("ALFA", "FIDC Alfa Multissetorial", "500000010001", { openingCents: reais(480_000_000n) }),
  fund("BETA", "FIDC Beta Crédito Corporativo", "500000020001", {
    rounding: "TRUNCATE",
    openingCents: reais(260_000_000n),
  }),
  fund("GAMA", "FIDC Gama Agronegócio", "500000030001", {
    engine: "linha",
    openingCents: reais(220_000_000n),
  }),
  fund("DELTA", "FIDC Delta Infraestrutura", "5D0000A40001", {
    priceBasis: "informado",
    openingCents: reais(310_000_000n),
    positions: heldByDelta,
  }),
  // Little cash: purchases stop, and go on by themselves when money arrives.
  fund("OMEGA", "FIDC Ômega Fornecedores", "500000050001", {
    openingCents: reais(8_000_000n),
    contributionCents: reais(1_500_000n),
  }),
];

function fund(code: DemoFund["code"], name: string, base: string, shape: Partial<DemoFund>): DemoFund {
  return {
    code,
    name,
    cnpj: cnpj(base),
    rounding: "HALF_UP",
    priceBasis: "anbima",
    engine: "conjunto",
    openingCents: reais(100_000_000n),
    contributionCents: reais(5_000_000n),
    positions: [],
    ...shape,
  };
}

export const demoPeople: readonly {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly seesAllFunds: boolean;
}[] = [
  {
    email: demoEmails.gestor,
    name: "Gabriela Gestora (demonstração)",
    role: "gestor",
    seesAllFunds: false,
  },
  {
    email: demoEmails.operacao,
    name: "Otávio Operação (demonstração)",
    role: "operacao",
    seesAllFunds: false,
  },
  {
    email: demoEmails.auditor,
    name: "Aurora Auditoria (demonstração)",
    role: "auditor",
    seesAllFunds: true,
  },
  {
    email: demoEmails.auditor_externo,
    name: "Everaldo Externo (demonstração)",
    role: "auditor_externo",
    seesAllFunds: true,
  },
  {
    email: demoEmails.admin,
    name: "Adélia Administradora (demonstração)",
    role: "admin",
    seesAllFunds: true,
  },
];

export const historyDays = 90;
export const operationCount = 10_000;
/** Of them in the fund that executes one operation a transaction, which is slow by design. */
export const rowEngineCount = 400;
/** And of assets that nobody prices: they wait for a person. */
export const unpricedCount = 24;

/** The last business days whose prices are out, oldest first. */
export function demoDays(now: Date): string[] {
  const last = addBusinessDays(localDay(now), -1);
  return Array.from({ length: historyDays }, (_, i) =>
    i === historyDays - 1 ? last : addBusinessDays(last, i + 1 - historyDays),
  );
}

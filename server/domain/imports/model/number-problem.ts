import type { NumericColumn } from "./decimal-style";
import type { NumberProblem } from "./numbers";
import type { RowProblem } from "./problems";
import { type Expectation, rowProblem } from "./record-problem";

/** Digits allowed after the decimal mark. */
export const numberScale: Readonly<Record<NumericColumn, number>> = {
  quantity: 8,
  rate: 12,
  informedUnitPrice: 8,
};

const examples: Readonly<Record<NumericColumn, { br: string; us: string; what: string }>> = {
  quantity: { br: "1.234,56", us: "1,234.56", what: "uma quantidade maior que zero" },
  rate: { br: "0,0015", us: "0.0015", what: "uma fração de 0 até menos de 1" },
  informedUnitPrice: { br: "1.012,345678", us: "1,012.345678", what: "um preço maior que zero" },
};

export function numberProblem(
  problem: NumberProblem,
  key: NumericColumn,
  column: string,
  came: string,
  isUs: boolean,
): RowProblem {
  const { br, us, what } = examples[key];
  const example = isUs ? us : br;
  const code = problem === "NOT_POSITIVE" && key === "rate" ? "RATE_RANGE" : problem;
  const scale = numberScale[key];
  const expectations: Record<NumberProblem, Expectation> = {
    FIELD_EMPTY: { expected: `${what}, como ${example}`, fix: "Preencha o campo." },
    NUMBER_FORMAT: {
      expected: `${what} escrita só com algarismos, como ${example}`.replace(
        "preço maior que zero escrita",
        "preço maior que zero escrito",
      ),
      fix: isUs
        ? "Neste arquivo o ponto separa os decimais e a vírgula separa os milhares."
        : "Use vírgula para os decimais e ponto só para os milhares, sem sinal, letras nem expoente.",
    },
    NUMBER_AMBIGUOUS: {
      expected: `um número que só possa ser lido de um jeito, como ${br}`,
      fix: "Escreva sem separador de milhar (1234) ou com os decimais completos (1,2340 ou 1.234,00): não adivinhamos.",
    },
    NUMBER_SCALE: { expected: `até ${scale} casas decimais`, fix: `Arredonde para ${scale} casas decimais.` },
    NUMBER_TOO_LARGE: {
      expected: "até 15 algarismos antes da vírgula",
      fix: "Confira se há algarismos a mais.",
    },
    NOT_POSITIVE: {
      expected: `${what}, como ${example}`,
      fix:
        key === "quantity"
          ? "A venda se indica na coluna do tipo (V), nunca por sinal."
          : "Escreva o número sem sinal e diferente de zero.",
    },
  };
  return rowProblem(code, column, came, expectations[problem]);
}

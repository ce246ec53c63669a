import { excerpt } from "./excerpt";
import type { FieldsProblem } from "./fields";
import type { RowProblem, RowProblemCode } from "./problems";
import type { RecordFault } from "./records";

export type Expectation = { readonly expected: string; readonly fix: string };

export function rowProblem(
  code: RowProblemCode,
  column: string | null,
  came: string,
  { expected, fix }: Expectation,
): RowProblem {
  return { code, column, expected, got: excerpt(came), fix };
}

/** What spoils a line before its fields can be read. */
export function recordProblem(
  code: RecordFault | FieldsProblem | "INVALID_ENCODING" | "NUL_BYTE" | "EMPTY_ROW",
  came: string,
): RowProblem {
  return rowProblem(code, null, came, recordExpectations[code]);
}

const recordExpectations: Readonly<Record<Parameters<typeof recordProblem>[0], Expectation>> = {
  INVALID_ENCODING: {
    expected: "a mesma codificação do resto do arquivo (UTF-8)",
    fix: "Salve o arquivo inteiro numa só codificação (UTF-8) e reenvie esta linha.",
  },
  NUL_BYTE: {
    expected: "texto sem bytes nulos",
    fix: "Apague o caractere nulo (mostrado como ␀) e reenvie a linha.",
  },
  RECORD_TOO_LONG: {
    expected: "uma linha de até 64 KiB",
    fix: "Confira se um campo recebeu texto demais ou se falta a quebra de linha.",
  },
  UNCLOSED_QUOTE: {
    expected: "aspas que abrem e fecham no mesmo campo",
    fix: 'Feche as aspas do campo; aspas dentro do texto se escrevem dobradas ("").',
  },
  QUOTE_MISPLACED: {
    expected: "o separador logo depois das aspas que fecham o campo",
    fix: 'Aspas dentro do texto se escrevem dobradas ("").',
  },
  EMPTY_ROW: { expected: "uma operação", fix: "Preencha os campos ou apague a linha." },
};

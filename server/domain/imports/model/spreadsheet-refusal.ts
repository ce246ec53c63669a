import type { FileRefusal, FileRefusalCode } from "./problems";

const told: Readonly<Record<string, Pick<FileRefusal, "expected" | "got" | "fix">>> = {
  MACROS: {
    expected: "uma planilha sem macros (.xlsx)",
    got: "uma planilha com macros, que não abrimos",
    fix: "Salve-a como “Pasta de Trabalho do Excel (.xlsx)”, que não leva macros, e envie de novo.",
  },
  ENCRYPTED: {
    expected: "uma planilha sem senha",
    got: "uma planilha protegida",
    fix: "Tire a senha da planilha e envie de novo.",
  },
  TOO_LARGE: {
    expected: "uma planilha que se abra em até 400 MB, em menos de dois minutos",
    got: "uma planilha maior, ou comprimida além do razoável",
    fix: "Divida-a em partes, ou salve a aba como “CSV UTF-8”: um CSV pode ter até 2 GiB.",
  },
  BROKEN: {
    expected: "uma planilha do Excel (.xlsx)",
    got: "um arquivo danificado, ou de outro programa",
    fix: "Abra-a no Excel, salve de novo como “Pasta de Trabalho do Excel (.xlsx)” e envie.",
  },
  NO_SHEET: {
    expected: "uma das abas da planilha",
    got: "o nome de uma aba que ela não tem",
    fix: "Escolha outra aba.",
  },
  EMPTY_SHEET: {
    expected: "uma aba com cabeçalho e operações",
    got: "uma aba vazia",
    fix: "Escolha outra aba, ou preencha esta e envie de novo.",
  },
};

/** Why a spreadsheet was not opened, told as any other file's refusal. */
export function spreadsheetRefusal(reason: unknown): FileRefusal {
  const known = typeof reason === "string" && reason in told ? reason : "BROKEN";
  const code = `SPREADSHEET_${known}` as FileRefusalCode;
  return { code, line: null, ...(told[known] as (typeof told)[string]) };
}

/** What is told of the text of a sheet: the file is not empty because one of its sheets is. */
export function asSheetRefusal(refusal: FileRefusal): FileRefusal {
  return refusal.code === "EMPTY_FILE" ? spreadsheetRefusal("EMPTY_SHEET") : refusal;
}

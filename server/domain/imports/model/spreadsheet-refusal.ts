import { excerpt } from "./excerpt";
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

const unpack = "Descompacte-o e envie o arquivo de dentro.";
const oneFile = "um ZIP com um só arquivo dentro, em CSV, TXT ou XLSX";
const toldOfZip: Readonly<Record<string, Pick<FileRefusal, "expected" | "got" | "fix">>> = {
  ENCRYPTED: { expected: "um ZIP sem senha", got: "um ZIP protegido por senha", fix: unpack },
  TOO_LARGE: {
    expected: "um ZIP de até 64 MB que se abra em até 400 MB",
    got: "um ZIP maior, ou comprimido além do razoável",
    fix: "Envie o arquivo de dentro: um CSV pode ter até 2 GiB.",
  },
  BROKEN: { expected: oneFile, got: "um ZIP danificado, ou de um tipo que não abrimos", fix: unpack },
};

/** What a reading apart said of a file that it did not open. */
export type Refused = { refusal?: unknown; isWorkbook?: unknown; files?: unknown; count?: unknown };

/** Why a ZIP was not opened, or the spreadsheet in it. */
export function zipRefusal({ refusal, isWorkbook, files, count }: Refused): FileRefusal {
  if (isWorkbook === true) return spreadsheetRefusal(refusal);
  const names = (Array.isArray(files) ? files : []).map((name) => excerpt(String(name)));
  if (refusal === "NOT_ONE" || refusal === "MACROS") {
    const more = Number(count) > names.length ? " e outros" : "";
    const isOne = names.length === 1;
    return {
      code: "ZIP_NOT_ONE",
      line: null,
      expected: oneFile,
      got: names.length === 0 ? "um ZIP sem nenhum deles" : `um ZIP com ${names.join(", ")}${more}`,
      fix: isOne
        ? "Exporte as operações do sistema de origem em CSV ou XLSX e envie esse arquivo."
        : "Envie os arquivos um de cada vez, fora do ZIP.",
    };
  }
  const known = typeof refusal === "string" && refusal in toldOfZip ? refusal : "BROKEN";
  const code = `ZIP_${known}` as FileRefusalCode;
  return { code, line: null, ...(toldOfZip[known] as (typeof toldOfZip)[string]) };
}

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

import type { FileRefusalCode, RowProblemCode } from "./problems";

type Told = { readonly expected: string; readonly fix: string };
/** Decided against what is in the books already, after the line itself was read. */
type AcceptanceCode = "OPERATION_ID_REUSED" | "OPERATION_ID_TAKEN" | "NOT_TAKEN";

const oneAtATime = "Split the file into parts, each with the header, and upload them one at a time.";
const saveAgain = "Open it in Excel, save it again as an Excel Workbook (.xlsx) and upload it.";

/** What is stored is Portuguese; by its code the same is told in English, in general words. */
const english: Readonly<Record<RowProblemCode | FileRefusalCode | AcceptanceCode, Told>> = {
  INVALID_ENCODING: {
    expected: "the same encoding as the rest of the file",
    fix: "Save the whole file in one encoding (UTF-8) and send this line again.",
  },
  NUL_BYTE: { expected: "text without NUL bytes", fix: "Delete the NUL character (shown as ␀)." },
  RECORD_TOO_LONG: {
    expected: "a line of up to 64 KiB",
    fix: "Check whether a field holds too much text or a line break is missing.",
  },
  UNCLOSED_QUOTE: {
    expected: "quotes that open and close in the same field",
    fix: 'Close the quotes; quotes inside the text are doubled ("").',
  },
  QUOTE_MISPLACED: {
    expected: "the separator right after the closing quotes",
    fix: 'Quotes inside the text are doubled ("").',
  },
  EMPTY_ROW: { expected: "an operation", fix: "Fill in the fields or delete the line." },
  FIELD_COUNT: {
    expected: "as many fields as the header has",
    fix: "Check for a missing or extra separator, or a text that holds one without quotes.",
  },
  FIELD_TOO_LONG: { expected: "a shorter field", fix: "Shorten the field." },
  FIELD_EMPTY: { expected: "a value", fix: "Fill in the field." },
  CONTROL_CHARACTER: {
    expected: "visible characters only",
    fix: "Remove line breaks, tabs and direction marks from the identifier.",
  },
  FUND_FORBIDDEN: {
    expected: "the code or CNPJ of a fund you can upload to",
    fix: "Check the fund’s code; if it is right, ask an administrator for access.",
  },
  SIDE_UNKNOWN: {
    expected: "C or V (COMPRA/VENDA, BUY/SELL)",
    fix: "Write C to buy or V to sell, or say in the Columns step what this value means.",
  },
  ASSET_FORMAT: {
    expected: "an ANBIMA code, an ISIN, or SELIC code and maturity like 760199/2030-08-15",
    fix: "Correct the asset code.",
  },
  CLASS_UNKNOWN: {
    expected: "FIDC, CRI, CRA, DEBENTURE or TPF (government bonds)",
    fix: "Correct the class, leave it empty, or say in the Columns step what this value means.",
  },
  NUMBER_FORMAT: {
    expected: "a number in digits only, written as the rest of the file writes them",
    fix: "Use the file’s decimal mark, the other one for thousands only, and no letters or signs.",
  },
  NUMBER_AMBIGUOUS: {
    expected: "a number that can be read one way only",
    fix: "Write it without a thousands separator, or with all its decimals: we do not guess.",
  },
  NUMBER_SCALE: {
    expected: "fewer decimal places",
    fix: "Round the number: prices and quantities take 8 decimals.",
  },
  NUMBER_TOO_LARGE: { expected: "up to 15 digits before the decimals", fix: "Check for extra digits." },
  NOT_POSITIVE: {
    expected: "a number greater than zero",
    fix: "A sale is told by the side column (V), never by a sign.",
  },
  RATE_RANGE: {
    expected: "a fraction from 0 to less than 1",
    fix: "The rate is a decimal fraction: 1.5% is written 0,015.",
  },
  DATE_FORMAT: { expected: "a date like 15/07/2026 or 2026-07-15", fix: "Write day, month and year." },
  DATE_IMPOSSIBLE: {
    expected: "a date like 15/07/2026 or 2026-07-15",
    fix: "This date does not exist; check the day and the month.",
  },
  DATE_OUT_OF_RANGE: { expected: "a date within the accepted range", fix: "Check day, month and year." },
  SETTLEMENT_BEFORE_OPERATION: {
    expected: "the operation date or later",
    fix: "Correct the settlement date or the operation date.",
  },
  CORRECTION_UNCHANGED: {
    expected: "a line that differs from the rejected one",
    fix: "Correct the line before sending it again.",
  },
  CORRECTION_TAKEN: {
    expected: "a line that has not been accepted yet",
    fix: "Nothing to do; if the accepted version is wrong, ask for its reversal.",
  },
  LEFT_OUT: {
    expected: "a line that goes into the import",
    fix: "Someone left this line out; undo that to include it.",
  },
  OPERATION_ID_REUSED: {
    expected: "an identifier not used in this fund yet",
    fix: "Give the operation a new identifier, or delete the line if it was already sent.",
  },
  OPERATION_ID_TAKEN: {
    expected: "an identifier not used in this fund yet",
    fix: "Give the operation a new identifier, or delete the line if it was already sent.",
  },
  NOT_TAKEN: {
    expected: "processing to reach this line",
    fix: "Nothing is wrong with it: upload the file again, or only these lines.",
  },
  EMPTY_FILE: {
    expected: "a CSV or XLSX file with a header and operations",
    fix: "Check that the export finished and upload the file again.",
  },
  ONLY_ZEROS: {
    expected: "a CSV or XLSX file with a header and operations",
    fix: "The file was saved without content (full disk or interrupted copy): generate it again.",
  },
  NOT_TEXT: {
    expected: "a CSV, TXT or XLSX file",
    fix: "Export the operations from the source system as CSV or XLSX, unpacked and without a password.",
  },
  ENCODING_WIDE: {
    expected: "text in UTF-8, Windows-1252 or UTF-16",
    fix: "Save it again in UTF-8 and upload it.",
  },
  NO_HEADER: {
    expected: "a header line with the column names",
    fix: "Add the header line at the top of the file, or choose the line that holds it.",
  },
  HEADER_INVALID: {
    expected: "a text header with the column names",
    fix: "Correct the header line and upload the file again.",
  },
  HEADER_ONLY: {
    expected: "at least one operation after the header",
    fix: "Check that the export includes the operations and upload it again.",
  },
  WRONG_DELIMITER: {
    expected: "one separator between columns, the same in the header and in every line",
    fix: "Use the same separator throughout: semicolon, comma, tab or vertical bar.",
  },
  MISSING_COLUMNS: {
    expected: "every required column",
    fix: "Add the missing columns to the header; the template has their names.",
  },
  DUPLICATE_COLUMNS: {
    expected: "each column only once",
    fix: "Delete or rename one of the two and upload the file again.",
  },
  TOO_LARGE: { expected: "a smaller file", fix: oneAtATime },
  TOO_MANY_ROWS: { expected: "fewer lines", fix: oneAtATime },
  TRUNCATED: {
    expected: "the whole file",
    fix: "The upload was interrupted: upload the file again; none of it was processed.",
  },
  ZIP_ENCRYPTED: { expected: "a ZIP without a password", fix: "Remove the password and upload it again." },
  ZIP_TOO_LARGE: {
    expected: "a smaller ZIP",
    fix: "Unpack it and upload the file itself, split into parts if it is too large.",
  },
  ZIP_BROKEN: { expected: "a ZIP that opens", fix: "Make the ZIP again, or upload the file without it." },
  ZIP_NOT_ONE: {
    expected: "a ZIP with exactly one CSV, TXT or XLSX",
    fix: "Unpack it and upload each file by itself.",
  },
  SPREADSHEET_MACROS: { expected: "a spreadsheet without macros (.xlsx)", fix: saveAgain },
  SPREADSHEET_ENCRYPTED: {
    expected: "a spreadsheet without a password",
    fix: "Remove the password and upload it again.",
  },
  SPREADSHEET_TOO_LARGE: {
    expected: "a spreadsheet of up to 400 MB when unpacked",
    fix: "Split it, or save the sheet as CSV UTF-8: a CSV may have up to 2 GiB.",
  },
  SPREADSHEET_BROKEN: { expected: "an Excel spreadsheet (.xlsx)", fix: saveAgain },
  SPREADSHEET_NO_SHEET: { expected: "one of the spreadsheet’s sheets", fix: "Choose another sheet." },
  SPREADSHEET_EMPTY_SHEET: {
    expected: "a sheet with a header and operations",
    fix: "Choose another sheet, or fill this one in and upload it again.",
  },
};

/** What came: quoted text stays as it is, the few words around it are told in English. */
const came: readonly (readonly [RegExp, string])[] = [
  [/^vazio$/, "empty"],
  [/^(\d+) campo: /, "$1 field: "],
  [/^(\d+) campos: /, "$1 fields: "],
  [/^um arquivo vazio$/, "an empty file"],
  [/^somente bytes zero$/, "only zero bytes"],
  [/^somente o cabeçalho$/, "only the header"],
  [/^o cabeçalho (?=“)/, "the header "],
  [/^um arquivo ZIP vazio$/, "an empty ZIP file"],
  [/^um arquivo ZIP$/, "a ZIP file"],
  [/^um ZIP sem nenhum deles$/, "a ZIP with none of them"],
  [/^um ZIP com /, "a ZIP with "],
  [/^um PDF$/, "a PDF"],
  [/^um arquivo compactado \((.+)\)$/, "a compressed file ($1)"],
  [/^uma imagem (PNG|JPEG)$/, "a $1 image"],
  [/^um programa$/, "a program"],
  [/^texto em UTF-32$/, "text in UTF-32"],
  [/^um arquivo maior$/, "a larger file"],
  [/^mais linhas que isso$/, "more lines"],
  [/^uma planilha com macros, que não abrimos$/, "a spreadsheet with macros, which we do not open"],
  [/^uma planilha protegida$/, "a protected spreadsheet"],
  [/^uma planilha maior.*$/, "a larger spreadsheet"],
  [/^um arquivo danificado, ou de outro programa$/, "a damaged file, or another program’s"],
  [/^o nome de uma aba que ela não tem$/, "the name of a sheet it does not have"],
  [/^uma aba vazia$/, "an empty sheet"],
  [/^um arquivo que termina antes dela$/, "a file that ends before it"],
  [/^outra versão de uma linha que já foi aceita$/, "another version of a line already accepted"],
  [/^o processamento parado antes, por uma pessoa$/, "processing stopped before it, by a person"],
  [
    /^o identificador de outra operação, com conteúdo diferente$/,
    "another operation’s identifier, with other content",
  ],
];

export function gotInEnglish(got: string): string {
  for (const [pattern, text] of came) if (pattern.test(got)) return got.replace(pattern, text);
  return got;
}

/** Expected and fix of a problem or refusal by its code; null for a code that says nothing of its own. */
export function problemInEnglish(code: string): Told | null {
  return Object.hasOwn(english, code) ? english[code as RowProblemCode] : null;
}

import { compare, exact, one, zero } from "./exact";

/** One line of a file, read again by rules written anew here. */
export type FileLine =
  | { readonly rowNo: number; readonly isValid: false }
  | {
      readonly rowNo: number;
      readonly isValid: true;
      readonly id: string;
      readonly fund: string;
      readonly side: "BUY" | "SELL";
      readonly asset: string;
      /** Decimal comma, as in the file. */
      readonly quantity: string;
      readonly rate: string;
      readonly day: string;
      /** Empty when not given. */
      readonly price: string;
    };
export type ValidLine = Extract<FileLine, { isValid: true }>;

/** Reads a file of the plain kind that these tests write: `;` between fields, decimal comma, no quotes. */
export function readLines(text: string, fundCodes: ReadonlySet<string>): FileLine[] {
  const [header = "", ...lines] = text.split("\n").filter((line) => line !== "");
  const width = header.split(";").length;
  return lines.map((line, index) => readLine(line.split(";"), width, index + 1, fundCodes));
}

function readLine(fields: string[], width: number, rowNo: number, funds: ReadonlySet<string>): FileLine {
  const [id = "", fund = "", kind = "", asset = "", quantity = "", rate = "", date = "", price = ""] = fields;
  const side = sides[kind];
  const day = readDay(date);
  const isValid =
    fields.length === width &&
    id !== "" &&
    funds.has(fund) &&
    side !== undefined &&
    /^[A-Z0-9][A-Z0-9/-]{2,}$/.test(asset) &&
    isDecimal(quantity, 8) &&
    compare(exact(quantity, ","), zero) > 0 &&
    isDecimal(rate, 12) &&
    compare(exact(rate, ","), one) < 0 &&
    day !== null &&
    (price === "" || (isDecimal(price, 8) && compare(exact(price, ","), zero) > 0));
  if (!isValid) return { rowNo, isValid: false };
  return { rowNo, isValid: true, id, fund, side, asset, quantity, rate, day, price };
}

const sides: Readonly<Record<string, "BUY" | "SELL">> = {
  C: "BUY",
  COMPRA: "BUY",
  BUY: "BUY",
  V: "SELL",
  VENDA: "SELL",
  SELL: "SELL",
};

function isDecimal(text: string, decimals: number): boolean {
  return new RegExp(`^\\d{1,15}(,\\d{1,${decimals}})?$`).test(text);
}

function readDay(text: string): string | null {
  const brazilian = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const iso = brazilian ? `${brazilian[3]}-${brazilian[2]}-${brazilian[1]}` : text;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === iso ? iso : null;
}

/** Whether two lines say the same, however they spell it. */
export function saysTheSame(a: ValidLine, b: ValidLine): boolean {
  const isSame = (x: string, y: string) =>
    x === "" || y === "" ? x === y : compare(exact(x, ","), exact(y, ",")) === 0;
  return (
    a.side === b.side &&
    a.asset === b.asset &&
    a.day === b.day &&
    isSame(a.quantity, b.quantity) &&
    isSame(a.rate, b.rate) &&
    isSame(a.price, b.price)
  );
}

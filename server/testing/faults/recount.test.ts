import { describe, expect, test } from "vitest";
import type { Books } from "./books";
import { type Evidence, recount } from "./recount";

const text = `operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado
A1;F1;C;EXEM12;10,5;0,01;2026-07-15;
A2;F1;V;EXEM12;0,5;0,02;15/07/2026;
A1;F1;COMPRA;EXEM12;10,50;0,010;15/07/2026;
A1;F1;C;EXEM12;11;0,01;2026-07-15;
A3;F1;C;EXEM12;NaN;0,01;2026-07-15;
`;
const uploadId = "u1";
const row = (rowNo: number, state: string, operationId: string | null, code: string | null) => ({
  uploadId,
  rowNo,
  state,
  operationId,
  code,
});
const operation = {
  fundId: "f1",
  uploadId,
  assetCode: "EXEM12",
  state: "EXECUTED",
  waitReason: null,
  unitPrice: "100.123456",
};

/** 10.5 × 100.123456 = 1051.296288, with 1 % 1061.80925088; 0.5 × 100.123456 = 50.061728, less 2 % 49.06049344. */
const books: Books = {
  funds: [{ fundId: "f1", code: "F1", rounding: "HALF_UP", priceBasis: "anbima" }],
  uploads: [{ uploadId, state: "DONE", rowCount: 5, accepted: 2, rejected: 2, duplicate: 1 }],
  rows: [
    row(1, "ACCEPTED", "o1", null),
    row(2, "ACCEPTED", "o2", null),
    row(3, "DUPLICATE", "o1", "DUPLICATE"),
    row(4, "REJECTED", null, "OPERATION_ID_REUSED"),
    row(5, "REJECTED", null, "NUMBER_FORMAT"),
  ],
  operations: [
    {
      ...operation,
      operationId: "o1",
      externalId: "A1",
      rowNo: 1,
      side: "BUY",
      grossCents: 105130n,
      taxCents: 1051n,
      totalCents: 106181n,
    },
    {
      ...operation,
      operationId: "o2",
      externalId: "A2",
      rowNo: 2,
      side: "SELL",
      grossCents: 5006n,
      taxCents: 100n,
      totalCents: 4906n,
    },
  ],
  entries: [
    { fundId: "f1", fundSeq: 1n, entryId: "e1", kind: "opening", causeId: "f1" },
    { fundId: "f1", fundSeq: 2n, entryId: "e2", kind: "operation", causeId: "o1" },
    { fundId: "f1", fundSeq: 3n, entryId: "e3", kind: "operation", causeId: "o2" },
  ],
  postings: [
    { entryId: "e1", accountCode: "CAIXA", amountCents: 200000n, afterCents: 200000n },
    { entryId: "e1", accountCode: "CAPITAL", amountCents: -200000n, afterCents: -200000n },
    { entryId: "e2", accountCode: "CAIXA", amountCents: -106181n, afterCents: 93819n },
    { entryId: "e2", accountCode: "CARTEIRA", amountCents: 105130n, afterCents: 105130n },
    { entryId: "e2", accountCode: "TAXAS", amountCents: 1051n, afterCents: 1051n },
    { entryId: "e3", accountCode: "CAIXA", amountCents: 4906n, afterCents: 98725n },
    { entryId: "e3", accountCode: "CARTEIRA", amountCents: -5006n, afterCents: 100124n },
    { entryId: "e3", accountCode: "TAXAS", amountCents: 100n, afterCents: 1151n },
  ],
  movements: [
    { entryId: "e2", assetCode: "EXEM12", quantity: "10.50000000", after: "10.50000000" },
    { entryId: "e3", assetCode: "EXEM12", quantity: "-0.50000000", after: "10.00000000" },
  ],
  accounts: [
    { fundId: "f1", accountCode: "CAIXA", balanceCents: 98725n },
    { fundId: "f1", accountCode: "CARTEIRA", balanceCents: 100124n },
    { fundId: "f1", accountCode: "TAXAS", balanceCents: 1151n },
    { fundId: "f1", accountCode: "CAPITAL", balanceCents: -200000n },
  ],
  positions: [{ fundId: "f1", assetCode: "EXEM12", quantity: "10.00000000" }],
};
const evidence: Evidence = {
  books,
  files: new Map([[uploadId, text]]),
  journal: journalOf({ EXEM12: ["100.123456"] }),
  paidIn: new Map([["f1", 200000n]]),
  codeOfIsin: new Map(),
};

function journalOf(
  prices: Record<string, string[]>,
  wrong: Record<string, "stale"> = {},
): Evidence["journal"] {
  const entry = {
    seq: 1,
    at: "",
    path: "feed" as const,
    assetClass: "debentures",
    priceOn: "2026-07-15",
    status: 200,
    failure: null,
    bodySha256: "b",
    bodyBytes: 1,
  };
  return { entries: [entry], bodies: { b: { prices, wrong } }, lastSeq: 1, forgotten: 0, forgottenBodies: 0 };
}

/** The books with one row of a table changed, taken out or written twice. */
function spoil<Table extends keyof Books>(
  table: Table,
  index: number,
  change: Partial<Books[Table][number]> | "gone" | "twice",
): Evidence {
  const rows = books[table] as readonly Books[Table][number][];
  const spoilt = rows.flatMap((each, i) => {
    if (i !== index) return [each];
    if (change === "gone") return [];
    return change === "twice" ? [each, each] : [{ ...each, ...change }];
  });
  return { ...evidence, books: { ...books, [table]: spoilt } };
}

describe("the recount", () => {
  test("agrees with right books", () => {
    expect(recount(evidence)).toEqual([]);
  });

  test.each<[string, Evidence]>([
    ["a row lost", spoil("rows", 1, "gone")],
    ["a row doubled", spoil("rows", 1, "twice")],
    ["a repeated line taken as new", spoil("rows", 2, { state: "ACCEPTED", operationId: "o3" })],
    ["a bad line taken", spoil("rows", 4, { state: "ACCEPTED", operationId: "o3", code: null })],
    ["other content called a repetition", spoil("rows", 3, { state: "DUPLICATE", operationId: "o1" })],
    [
      "a good line rejected",
      spoil("rows", 1, { state: "REJECTED", operationId: null, code: "NUMBER_FORMAT" }),
    ],
    ["buckets that do not add up", spoil("uploads", 0, { accepted: 3 })],
    ["an operation lost", spoil("operations", 1, "gone")],
    ["an operation of the other side", spoil("operations", 1, { side: "BUY" })],
    ["a total one centavo off", spoil("operations", 0, { totalCents: 106182n })],
    ["a gross rounded down", spoil("operations", 0, { grossCents: 105129n })],
    ["a price that was not served", spoil("operations", 0, { unitPrice: "100.123457" })],
    [
      "a price served for another day",
      {
        ...evidence,
        journal: {
          ...evidence.journal,
          entries: [{ ...evidence.journal.entries[0]!, priceOn: "2026-07-14" }],
        },
      },
    ],
    [
      "a price served wrongly",
      { ...evidence, journal: journalOf({ EXEM12: ["100.123456"] }, { EXEM12: "stale" }) },
    ],
    [
      "a price that contradicted itself",
      { ...evidence, journal: journalOf({ EXEM12: ["100.123456", "100.2"] }) },
    ],
    ["an entry lost", spoil("entries", 1, "gone")],
    ["an operation executed twice", spoil("entries", 2, { causeId: "o1" })],
    ["entries in another order", spoil("entries", 2, { fundSeq: 9n })],
    ["money from nowhere", spoil("entries", 0, { causeId: "nobody" })],
    ["a posting lost", spoil("postings", 4, "gone")],
    ["a posting doubled", spoil("postings", 4, "twice")],
    ["a posting to another account", spoil("postings", 3, { accountCode: "TAXAS" })],
    ["a balance after that does not follow", spoil("postings", 5, { afterCents: 98726n })],
    ["a balance that is not the sum", spoil("accounts", 0, { balanceCents: 98724n })],
    ["a position that is not the sum", spoil("positions", 0, { quantity: "10.00000001" })],
    ["a movement lost", spoil("movements", 0, "gone")],
    ["a movement of the wrong size", spoil("movements", 1, { quantity: "-0.49999999" })],
    [
      "an executed operation called pending",
      spoil("operations", 0, { state: "PENDING", waitReason: "READY" }),
    ],
    ["an operation of another asset", spoil("operations", 0, { assetCode: "OTHER1" })],
  ])("finds %s", (_, spoilt) => {
    expect(recount(spoilt)).not.toEqual([]);
  });

  test("finds an operation that waits for cash that is there", () => {
    const waiting = {
      ...operation,
      operationId: "o9",
      externalId: "A9",
      rowNo: 6,
      side: "BUY" as const,
      state: "PENDING",
      waitReason: "INSUFFICIENT_CASH",
      grossCents: null,
      taxCents: null,
      totalCents: null,
    };
    const more: Evidence = {
      ...evidence,
      files: new Map([[uploadId, `${text}A9;F1;C;EXEM12;1;0;2026-07-15;\n`]]),
      books: {
        ...books,
        uploads: [{ ...books.uploads[0]!, rowCount: 6, accepted: 3 }],
        rows: [...books.rows, row(6, "ACCEPTED", "o9", null)],
        operations: [...books.operations, waiting],
      },
    };
    expect(recount(more)).toEqual(["A9 waits for cash that is there"]);
  });
});

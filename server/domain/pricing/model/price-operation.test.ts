import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PriceRow } from "#server/kernel/ports";
import type { DayList } from "./day-lists";
import { classesToSearch } from "./day-lists";
import { decide, listsOf, priceOn, quotesOf, rowOf } from "./pricing-samples";

const codeOf = (decision: ReturnType<typeof decide>) =>
  decision.kind === "priced" ? "priced" : decision.code;
const withRows = (...rows: Partial<PriceRow>[]) => listsOf(...quotesOf(rows.map(rowOf)));

describe("the price of an operation", () => {
  test("is the quote's, with where it came from", () => {
    expect(decide()).toEqual({
      kind: "priced",
      quoteId: "fidc-0",
      assetCode: "FEX1S1",
      assetClass: "fidc",
      unitPrice: "1012.345678",
    });
  });

  // The inconsistent answers that ANBIMA's users know, each with what must become of it.
  test.each([
    ["price absent", { lists: withRows({ unitPrice: null }) }, "PRECO_AUSENTE"],
    ["price null", { lists: withRows({ unitPrice: null, unitPriceText: "null" }) }, "PRECO_INVALIDO"],
    ["price zero", { lists: withRows({ unitPrice: "0" }) }, "PRECO_INVALIDO"],
    ["price negative", { lists: withRows({ unitPrice: null, unitPriceText: "-1.5" }) }, "PRECO_INVALIDO"],
    ["price in words", { lists: withRows({ unitPrice: null, unitPriceText: "N/D" }) }, "PRECO_INVALIDO"],
    ["stale", { lists: withRows({ referenceOn: "2026-07-13" }) }, "PRECO_DEFASADO"],
    ["future", { lists: withRows({ referenceOn: "2026-07-16" }) }, "PRECO_DATA_FUTURA"],
    [
      "rates inverted",
      { lists: withRows({ bidRate: "2.1", indicativeRate: "2.3", askRate: "2.5" }) },
      "TAXAS_INVERTIDAS",
    ],
    [
      "outside the band",
      {
        lists: withRows({
          bidRate: null,
          askRate: null,
          indicativeRate: "0.9",
          bandMin: "0.63",
          bandMax: "0.74",
        }),
      },
      "FORA_DA_BANDA",
    ],
    ["jump", { lists: withRows({ unitPrice: "940" }), previous: "1000.0" }, "DESVIO_D1"],
    ["twice", { lists: withRows({}, { unitPrice: "1012.345679" }) }, "PRECO_DUPLICADO_DIVERGENTE"],
    ["not in the list", { operation: { assetRef: "NADA11" } }, "ATIVO_NAO_PRECIFICADO"],
  ] as const)("%s: %#", (_, changes, code) => {
    expect(decide(changes)).toEqual(expect.objectContaining({ kind: "review", code }));
  });

  test("a day answered without data, or not answered with a list yet, is waited for", () => {
    const lists = listsOf();
    lists.set("fidc", { state: "EMPTY" });
    expect(decide({ lists })).toEqual({ kind: "wait", code: "SEM_DADOS_NA_DATA" });
    lists.set("fidc", { state: "WAITING" });
    expect(decide({ lists })).toEqual({ kind: "wait", code: "AWAITING_PRICE" });
    expect(decide({ lists: new Map() })).toEqual({ kind: "wait", code: "AWAITING_PRICE" });
  });

  test("without any earlier price, a day before without data is waited for, then a person decides", () => {
    const now = new Date("2026-07-16T12:00:00Z");
    const since = (ms: number) => new Map([["fidc" as const, new Date(now.getTime() - ms)]]);
    const code = "SEM_DADOS_EM_D1";
    expect(decide({ now, emptyBefore: since(299_999) })).toEqual({ kind: "wait", code });
    expect(decide({ now, emptyBefore: since(300_000) })).toMatchObject({ kind: "review", code });
    expect(decide({ now, emptyBefore: since(0), previous: "1000" }).kind).toBe("priced");
    expect(decide({ now, emptyBefore: since(0), previous: "900" })).toMatchObject({ code: "DESVIO_D1" });
    expect(decide({ now, emptyBefore: new Map([["cri-cra", now]]) }).kind).toBe("priced");
    const lists = withRows({ unitPrice: null });
    expect(decide({ now, lists, emptyBefore: since(0) })).toMatchObject({ code: "PRECO_AUSENTE" });
  });

  test("before 20h in São Paulo of its day it waits for the publication", () => {
    const now = new Date("2026-07-15T22:59:59.999Z");
    expect(decide({ now })).toEqual({ kind: "wait", code: "AWAITING_PUBLICATION" });
    expect(decide({ now: new Date("2026-07-15T23:00:00Z") }).kind).toBe("priced");
  });

  test("evidence tells the measured value, the limit and the quote", () => {
    expect(decide({ previous: "950", operation: { informedUnitPrice: "1100" } })).toEqual({
      kind: "review",
      code: "PU_INFORMADO_DIVERGENTE",
      evidence: {
        assetRef: "FEX1S1",
        priceOn,
        quoteId: "fidc-0",
        assetClass: "fidc",
        assetCode: "FEX1S1",
        referenceOn: priceOn,
        unitPrice: "1012.345678",
        informedUnitPrice: "1100",
        measured: "0.08658536",
        limit: "0.05",
        otherCodes: "DESVIO_D1",
      },
    });
    const twice = decide({ lists: withRows({}, { unitPrice: "1012.345679" }) });
    expect(twice).toMatchObject({ evidence: { unitPrices: "1012.345678, 1012.345679" } });
  });
});

describe("limits of a fund", () => {
  test.each([
    ["1050", "priced"],
    ["950", "priced"],
    ["1050.000001", "DESVIO_D1"],
    ["949.999999", "DESVIO_D1"],
  ])("from 1000 to %s under 5 %%: %s", (unitPrice, expected) => {
    expect(codeOf(decide({ lists: withRows({ unitPrice }), previous: "1000" }))).toBe(expected);
  });

  test("a first price has nothing to jump from", () => {
    expect(decide({ lists: withRows({ unitPrice: "9999" }), previous: null }).kind).toBe("priced");
  });

  test("age counts business days of the ANBIMA calendar", () => {
    // 2026-06-04 is Corpus Christi: Wednesday's price is one business day old on Friday.
    const rows = quotesOf([rowOf({ referenceOn: "2026-06-03" })]);
    const operation = { operationOn: "2026-06-05" };
    expect(codeOf(decide({ lists: listsOf(...rows), operation }))).toBe("PRECO_DEFASADO");
    expect(decide({ lists: listsOf(...rows), operation, fund: { staleBusinessDays: 1 } }).kind).toBe(
      "priced",
    );
  });

  test("a price that an earlier reading gave differently never executes", () => {
    const [quote] = quotesOf([rowOf()]);
    const revised = quote && { ...quote, revisedFrom: "1012.000000" };
    const decision = decide({ lists: listsOf(...(revised ? [revised] : [])) });
    expect(decision).toMatchObject({ code: "PRECO_REVISADO", evidence: { revisedFrom: "1012.000000" } });
  });

  test.each([
    ["anbima", null, "priced", "1012.345678"],
    ["anbima", "1012", "priced", "1012.345678"],
    ["anbima", "1063", "PU_INFORMADO_DIVERGENTE", null],
    ["informado", "1012", "priced", "1012"],
    ["informado", "961.7", "PU_INFORMADO_DIVERGENTE", null],
    ["informado", null, "PU_INFORMADO_AUSENTE", null],
  ] as const)("price basis %s with %s: %s", (priceBasis, informedUnitPrice, expected, unitPrice) => {
    const decision = decide({ fund: { priceBasis }, operation: { informedUnitPrice } });
    expect(codeOf(decision)).toBe(expected);
    if (decision.kind === "priced") expect(decision.unitPrice).toBe(unitPrice);
  });

  test("a distance of just the limit passes, whatever the price", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.boolean(), (units, isUp) => {
        const previous = `${units}00`;
        const edge = BigInt(units) * (isUp ? 105n : 95n);
        const beyond = isUp ? `${edge}.00000001` : `${edge - 1n}.99999999`;
        expect(decide({ lists: withRows({ unitPrice: String(edge) }), previous }).kind).toBe("priced");
        expect(codeOf(decide({ lists: withRows({ unitPrice: beyond }), previous }))).toBe("DESVIO_D1");
      }),
    );
  });
});

describe("which asset a reference means", () => {
  const bond = { assetCode: "760199/2030-08-15", isin: "BRSTNCNTB4X0", maturityOn: "2030-08-15" };
  const bonds = quotesOf(
    [rowOf(bond), rowOf({ ...bond, assetCode: "760199/2035-05-15", isin: "BRSTNCNTB4Y8" })],
    "titulos-publicos",
  );

  test.each(["FEX1S1", "fex1s1", " BRFEX1CTF007 "])("%j is found by code or ISIN", (assetRef) => {
    expect(decide({ operation: { assetRef } })).toMatchObject({ kind: "priced", assetCode: "FEX1S1" });
  });

  test("a public bond is its SELIC code and maturity; the code alone may mean several", () => {
    const lists = listsOf(...bonds);
    expect(decide({ lists, operation: { assetRef: "760199/2030-08-15" } })).toMatchObject({
      kind: "priced",
      assetCode: "760199/2030-08-15",
      assetClass: "titulos-publicos",
    });
    expect(decide({ lists, operation: { assetRef: "760199" } })).toMatchObject({ code: "AMBIGUOUS_ASSET" });
    expect(decide({ lists, operation: { assetRef: "760199/2031-08-15" } })).toMatchObject({
      code: "ATIVO_NAO_PRECIFICADO",
    });
  });

  test("one SELIC code and maturity under two base dates is ambiguous", () => {
    const rows = ["2000-07-15", "2004-01-01"].map((day) => rowOf({ ...bond, raw: `{"data_base":"${day}"}` }));
    const lists = listsOf(...quotesOf(rows, "titulos-publicos"));
    expect(codeOf(decide({ lists, operation: { assetRef: bond.assetCode } }))).toBe("AMBIGUOUS_ASSET");
  });

  test("a code or ISIN of several assets goes to a person, unless the file gives the class", () => {
    const lists = listsOf(...quotesOf([rowOf()]), ...quotesOf([rowOf({ unitPrice: "7" })], "debentures"));
    expect(decide({ lists })).toEqual({
      kind: "review",
      code: "AMBIGUOUS_ASSET",
      evidence: {
        assetRef: "FEX1S1",
        priceOn,
        candidates: "fidc FEX1S1 BRFEX1CTF007, debentures FEX1S1 BRFEX1CTF007",
      },
    });
    expect(decide({ lists, operation: { assetClass: "debentures" } })).toMatchObject({ unitPrice: "7" });
    const shared = withRows({}, { assetCode: "FEX1S2" });
    expect(codeOf(decide({ lists: shared, operation: { assetRef: "BRFEX1CTF007" } }))).toBe(
      "AMBIGUOUS_ASSET",
    );
  });

  test("of several reference days the day itself goes first, then the latest before it", () => {
    const days = ["2026-07-13", "2026-07-16", "2026-07-15", "2026-07-14"];
    const lists = withRows(
      ...days.map((referenceOn, index) => ({ referenceOn, unitPrice: String(index + 1) })),
    );
    expect(decide({ lists })).toMatchObject({ kind: "priced", unitPrice: "3" });
    const older = withRows(
      { referenceOn: "2026-07-14", unitPrice: "4" },
      { referenceOn: "2026-07-13", unitPrice: "1" },
    );
    expect(decide({ lists: older })).toMatchObject({
      code: "PRECO_DEFASADO",
      evidence: { unitPrice: "4", measured: "1" },
    });
  });

  test("only the lists that may hold it are waited for, and all of those", () => {
    expect(classesToSearch({ assetRef: "760199/2030-08-15", assetClass: null })).toEqual([
      "titulos-publicos",
    ]);
    expect(classesToSearch({ assetRef: "FEX1S1", assetClass: "fidc" })).toEqual(["fidc"]);
    const lists = listsOf(...quotesOf([rowOf()]));
    lists.set("debentures", { state: "WAITING" });
    expect(codeOf(decide({ lists }))).toBe("AWAITING_PRICE");
    expect(decide({ lists, operation: { assetClass: "fidc" } }).kind).toBe("priced");
    lists.set("debentures", { state: "UNSERVED" });
    expect(decide({ lists }).kind).toBe("priced");
    expect(codeOf(decide({ lists, operation: { assetRef: "NADA11" } }))).toBe("ATIVO_NAO_PRECIFICADO");
  });
});

test("nothing is priced that any rule speaks against, and every price was served", () => {
  const row = fc.record({
    assetCode: fc.constantFrom("FEX1S1", "OUTRO"),
    referenceOn: fc.constantFrom(priceOn, "2026-07-14", "2026-07-16", null),
    unitPrice: fc.constantFrom("1000", "1000.0", "1060", "0", null),
    indicativeRate: fc.constantFrom("2.2771", "9", null),
    bandMax: fc.constantFrom("3", "2", null),
  });
  const state = fc.constantFrom<DayList["state"]>("ANSWERED", "WAITING", "EMPTY", "UNSERVED");
  fc.assert(
    fc.property(fc.array(row, { maxLength: 4 }), state, (rows, other) => {
      const quotes = quotesOf(rows.map(rowOf));
      const lists = listsOf(...quotes);
      if (other !== "ANSWERED") lists.set("debentures", { state: other });
      const decision = decide({ lists, previous: "1000" });
      if (decision.kind !== "priced") return;
      const quote = quotes.find(({ quoteId }) => quoteId === decision.quoteId);
      expect(quote).toMatchObject({
        issues: [],
        referenceOn: priceOn,
        unitPrice: "1000",
        assetCode: "FEX1S1",
      });
      expect([decision.unitPrice, other === "WAITING"]).toEqual(["1000", false]);
    }),
    { numRuns: 1000 },
  );
});

import { describe, expect, test } from "vitest";
import { looksPersonal } from "../data-grid/tokens";
import { daysOf, filterParsers, toCents } from "./filter";
import { readTokens } from "./filter-tokens";

const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe("a typed search", () => {
  test("becomes filters, and what has no key stays text", () => {
    expect(readTokens("status:pendente valor:>10000 fundo:alfa ativo:ITUB11 data:<2026-12-01 OP-77")).toEqual(
      {
        change: {
          status: ["pendente"],
          valor: { min: 1_000_001n, max: null },
          fundo: ["ALFA"],
          ativo: "ITUB11",
          periodo: null,
          de: null,
          ate: day("2026-11-30"),
        },
        rest: "OP-77",
        unread: [],
      },
    );
  });

  test("reads amounts, days and words as Brazilians write them", () => {
    expect(readTokens("valor:1.000,50..2500").change.valor).toEqual({ min: 100_050n, max: 250_000n });
    expect(readTokens("data:01/11/2026..20/11/2026").change).toMatchObject({
      de: day("2026-11-01"),
      ate: day("2026-11-20"),
    });
    expect(readTokens("situação:executada,em_revisao tipo:v").change).toEqual({
      status: ["executada", "em_revisao"],
      tipo: "venda",
    });
    expect(readTokens("data:hoje").change.periodo).toBe("hoje");
  });

  test("says what it could not read, and loses nothing of it", () => {
    expect(readTokens("valor:muito status:talvez X:1")).toEqual({
      change: {},
      rest: "X:1 valor:muito status:talvez",
      unread: ["valor:muito", "status:talvez"],
    });
  });

  test("with a person's document or address in it never reaches the address bar", () => {
    for (const text of ["123.456.789-09", "ana@exemplo.com.br", "12.ABC.345/01DE-35"])
      expect(looksPersonal(text)).toBe(true);
    for (const text of ["OP-000123", "2026-11-20", "DEB007", "1.234,56"])
      expect(looksPersonal(text)).toBe(false);
  });
});

test("an amount is read to the centavo or not at all", () => {
  expect([
    toCents("10"),
    toCents("10,5"),
    toCents("1.234.567,89"),
    toCents("10.50"),
    toCents("R$ 7"),
  ]).toEqual([1000n, 1050n, 123_456_789n, 1050n, 700n]);
  expect([toCents("10,505"), toCents("dez"), toCents("-1"), toCents("1e5")]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("an address with a range says the same when it is read again", () => {
  const { parse, serialize } = filterParsers.valor;
  for (const range of [
    { min: 1n, max: null },
    { min: null, max: 250_000n },
    { min: 100n, max: 199n },
  ])
    expect(parse(serialize(range))).toEqual(range);
  expect([parse("1..x"), parse(".."), parse("5")]).toEqual([null, null, null]);
});

test("a period is whole days in São Paulo", () => {
  expect(daysOf("mes_passado", "2026-03-15")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(daysOf("7d", "2026-03-03")).toEqual({ from: "2026-02-25", to: "2026-03-03" });
});

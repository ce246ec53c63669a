import { expect, test } from "vitest";
import { readSearch } from "./reading";

test.each([
  ["R$ 1.234,56", 123_456n],
  ["r$1.234,56", 123_456n],
  ["1234,56", 123_456n],
  ["1,234.56", 123_456n],
  ["R$ 1.000", 100_000n],
  ["R$ 12.345.678.901.234.567,00", null],
  ["1234", null],
  ["1.234", null],
  ["R$ 0,00", null],
  ["OP-12", null],
])("%s is %s centavos", (text, cents) => {
  expect(readSearch(text).cents).toBe(cents);
});

test("a CNPJ is read with and without punctuation, letters of the newer ones included", () => {
  expect(readSearch("12.ABC.345/01DE-35").cnpj).toBe("12ABC34501DE35");
  expect(readSearch("50000001").cnpj).toBe("50000001");
  expect(readSearch("50").cnpj).toBeNull();
  expect(readSearch("alfa").cnpj).toBeNull();
  expect(readSearch("12 34").cnpj).toBeNull();
});

test("only a whole id is an id", () => {
  const id = "01936F2A-0000-7000-8000-000000000001";
  expect(readSearch(` ${id} `).id).toBe(id.toLowerCase());
  expect(readSearch(id.slice(0, 20)).id).toBeNull();
});

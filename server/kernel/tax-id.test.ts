import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cnpjCheckDigits,
  formatCnpj,
  formatCpf,
  isCnpj,
  isCpf,
  maskCpf,
  parseCnpj,
  parseCpf,
} from "./tax-id";

describe("CPF", () => {
  test.each(["13378271000", "08796742020", "15886489070", "12345678909"])("%s is valid", (cpf) => {
    expect(isCpf(cpf)).toBe(true);
  });

  test.each([
    "28796742020",
    "20044826079",
    "25886489070",
    "11111111111",
    "00000000000",
    "1234567890",
    "191",
    "",
    "123456789090",
    "1234567890９",
  ])("%j is not", (cpf) => {
    expect(parseCpf(cpf)).toBeNull();
  });

  test("reads its own punctuation and no other", () => {
    expect(parseCpf("123.456.789-09")).toBe("12345678909");
    expect(formatCpf("12345678909")).toBe("123.456.789-09");
    for (const text of ["123456789-09", "123.456.78909", " 12345678909", "123.456.789/09"]) {
      expect(parseCpf(text)).toBeNull();
    }
  });

  test("a mask shows the six middle digits, and nothing of what is no CPF", () => {
    expect(maskCpf("12345678909")).toBe("***.456.789-**");
    expect(maskCpf("Fulano")).toBe("***.***.***-**");
  });
});

describe("CNPJ", () => {
  test.each([
    "11222333000181",
    "06946762000161",
    "55585709000198",
    "23693443000100",
    "91951438000100",
    "26637142000158",
    "01838723000127",
    "13723705000189",
    "12ABC34501DE35",
    "12ABC345000188",
    "ZZZZZZZZ000191",
    "A1B2C3D4000193",
    "00ABCDEF000157",
    "FIDC0001000138",
    "X9Y8Z7W60ABC94",
    "90XYZ123009950",
  ])("%s is valid", (cnpj) => {
    expect(isCnpj(cnpj)).toBe(true);
    expect(cnpjCheckDigits(cnpj.slice(0, 12))).toBe(cnpj.slice(12));
  });

  test.each([
    "36946762000161",
    "85585709000198",
    "93693443000100",
    "61951438000100",
    "26637142000168",
    "74221325000160",
    "11257245286531",
    "12ABC34501DE3A",
    "12ABÇ34501DE35",
    "",
    "00000000000000",
    "1122233300018",
    // Check digits counted with A = 10, a common mistake.
    "12ABC34501DE45",
  ])("%j is not", (cnpj) => {
    expect(parseCnpj(cnpj)).toBeNull();
  });

  test("reads its own punctuation and lower case, and no letter from outside ASCII", () => {
    expect(parseCnpj("12.abc.345/01de-35")).toBe("12ABC34501DE35");
    expect(formatCnpj("12ABC34501DE35")).toBe("12.ABC.345/01DE-35");
    expect(parseCnpj("FıDC0001000138")).toBeNull();
    expect(parseCnpj("12.ABC.34501DE-35")).toBeNull();
  });

  test("a wrong first check digit is always found", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{12}$/), fc.nat(11), (base, place) => {
        const cnpj = base + cnpjCheckDigits(base);
        fc.pre(new Set(cnpj).size > 1);
        expect(isCnpj(cnpj)).toBe(true);
        const digit = String((Number(cnpj[12]) + 1 + (place % 9)) % 10);
        expect(isCnpj(cnpj.slice(0, 12) + digit + cnpj.slice(13))).toBe(false);
      }),
    );
  });
});

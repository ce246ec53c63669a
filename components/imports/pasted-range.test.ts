import { expect, it } from "vitest";
import { pastedName, readPastedRange } from "./pasted-range";

it("takes a copied range of cells for a file, with its line ends made one kind", () => {
  expect(readPastedRange("operacao_id\tfundo\r\n1\tALFA\r\n2\tBETA\r\n\r\n")).toEqual({
    content: "operacao_id\tfundo\n1\tALFA\n2\tBETA\n",
    rows: 2,
  });
});

it("takes lines of a CSV too", () => {
  expect(readPastedRange("a;b\n1;2")?.rows).toBe(1);
  expect(readPastedRange("a,b,c\n1,2,3")?.rows).toBe(1);
});

it("leaves alone what is not a range", () => {
  for (const text of ["", "uma frase, com vírgula\ne outra", "só\tuma linha", "palavra"]) {
    expect(readPastedRange(text), text).toBeNull();
  }
});

it("names the file by the moment in Brasília", () => {
  expect(pastedName(new Date("2026-11-22T02:05:09Z"))).toBe("colado-2026-11-21-230509.txt");
});

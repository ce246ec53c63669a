import { expect, test } from "vitest";
import { matching, readQuestion } from "./entries";

const entries = ["Operações", "Enviar arquivo", "Ir para Revisão"].map((label) => ({ id: label, label }));
const found = (text: string) => matching(entries, text).map(({ id }) => id);

test("words are found by how they begin, in any order and without accents", () => {
  expect(found("operacoes")).toEqual(["Operações"]);
  expect(found("arq env")).toEqual(["Enviar arquivo"]);
  expect(found("visao")).toEqual([]);
  expect(found("")).toHaveLength(3);
});

test("a sign in front narrows the question", () => {
  expect(readQuestion("> tema")).toEqual({ only: "actions", text: "tema" });
  expect(readQuestion("#OP-1")).toEqual({ only: "found", text: "OP-1" });
  expect(readQuestion(" alfa ")).toEqual({ only: null, text: "alfa" });
});

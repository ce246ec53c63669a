import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { DomainError } from "#server/kernel/errors";
import { describeProblem } from "./errors";
import { inEnglish } from "./in-english";

test("a line's problem is told in English by its code, and what came stays quoted", () => {
  const at = new Date();
  const answer = {
    items: [
      {
        lineNo: 5,
        at,
        amountCents: 12n,
        problem: {
          code: "FIELD_EMPTY",
          column: "ativo",
          expected: "o código",
          got: "vazio",
          fix: "Preencha.",
        },
      },
      { lineNo: 9, problem: null, sample: [{ lineNo: 9, got: "“vazio”" }, { got: "6 campos: “A;B”" }] },
    ],
  };
  expect(inEnglish(answer)).toEqual({
    items: [
      {
        lineNo: 5,
        at,
        amountCents: 12n,
        problem: {
          code: "FIELD_EMPTY",
          column: "ativo",
          expected: "a value",
          got: "empty",
          fix: "Fill in the field.",
        },
      },
      { lineNo: 9, problem: null, sample: [{ lineNo: 9, got: "“vazio”" }, { got: "6 fields: “A;B”" }] },
    ],
  });
});

test("what is no problem of a file is left alone", () => {
  const answer = { code: "ALFA", fix: null, got: 3, rows: [{ code: "OUTRO", fix: "x" }] };
  expect(inEnglish(answer)).toEqual(answer);
});

test("a refusal is told in the language of who asked", () => {
  const refused = new TRPCError({ code: "NOT_FOUND", cause: new DomainError("fund.not_found") });
  expect(describeProblem(refused, "r").message).toBe("Fundo não encontrado.");
  expect(describeProblem(refused, "r", "en").message).toBe("Fund not found.");
});

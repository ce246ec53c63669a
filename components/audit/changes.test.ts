import { expect, test } from "vitest";
import { changesOf, valueInWords } from "./changes";
import type { Words } from "./words";

const words = { "values.EXECUTED": "executada", "values.true": "sim" } as Record<string, string>;
const t = Object.assign((key: never) => words[key] ?? key, { has: (key: never) => key in words }) as Words;
const say = (field: string, value: unknown) =>
  valueInWords(field, value, { t, locale: "pt-BR" }).replace(/\s/g, " ");

test("only fields whose value differs are changes, what the event began is new", () => {
  expect(changesOf({ state: "PENDING", n: 1 }, { state: "EXECUTED", n: 1, entryId: "x" })).toEqual([
    { field: "state", before: "PENDING", after: "EXECUTED", isNew: false },
    { field: "entryId", before: undefined, after: "x", isNew: true },
  ]);
  expect(changesOf(null, null)).toEqual([]);
});

test("values are written as people write them", () => {
  expect(say("totalCents", 123456)).toBe("R$ 1.234,56");
  expect(say("state", "EXECUTED")).toBe("executada");
  expect(say("seesAllFunds", true)).toBe("sim");
  expect(say("unitPrice", "992.723961")).toBe("992,723961");
  expect(say("jumpLimit", "0.025000")).toBe("2,5%");
  expect(say("priceOn", "2026-07-15")).toBe("15/07/2026");
  expect(say("at", "2026-07-15T12:00:00.000Z")).toBe("15/07/2026, 09:00:00");
  expect(say("entryId", "01a2028d-e6ce-707f-9387-e66efb948bda")).toBe("01a2028d…8bda");
  expect(say("count", 12345)).toBe("12.345");
  expect(say("x", null)).toBe("—");
});

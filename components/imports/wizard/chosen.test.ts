import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../answers";
import { suggestedColumns, suggestedMeanings, withChoices } from "./chosen";

const column = (name: string, field: string | null, confidence: string | null) => ({
  name,
  samples: [],
  field,
  confidence,
  required: true,
});
const diagnosis = {
  encoding: { chosen: "utf-8", why: "VALID_UTF8", candidates: [] },
  delimiter: { chosen: ";", candidates: [] },
  decimal: { chosen: ",", samples: [], isAmbiguous: false },
  dates: { chosen: "dmy", samples: [], ambiguous: 0, suggested: null },
  header: { line: 1, names: [], fingerprint: "", lines: [] },
  columns: [
    column("numero", null, null),
    column("carteira", "fund", "similar"),
    column("volume", "quantity", "content"),
    column("taxa", "rate", "exact"),
  ],
  missing: ["externalId", "fund"],
  values: [
    {
      field: "side",
      column: "natureza",
      more: 0,
      words: [
        { word: "Saída", count: 1, meaning: null, source: null },
        { word: "Compras", count: 2, meaning: "BUY", source: "similar" },
        { word: "C", count: 3, meaning: "BUY", source: "known" },
      ],
    },
  ],
} as unknown as Diagnosis;

describe("choices over a diagnosis", () => {
  it("are seen at once, and what they fill is missing no more", () => {
    const shown = withChoices(diagnosis, {
      encoding: "windows-1252",
      columns: { numero: "externalId", taxa: "ignore" },
    });
    expect(shown.encoding.chosen).toBe("windows-1252");
    expect(shown.columns.map(({ field }) => field)).toEqual(["externalId", "fund", "quantity", null]);
    expect(shown.columns[0]?.confidence).toBe("chosen");
    expect(shown.missing).toEqual([]);
    const meanings = withChoices(diagnosis, { values: { side: { SAÍDA: "SELL", C: "reject" } } }).values[0]
      ?.words;
    expect(meanings?.map(({ meaning, source }) => [meaning, source])).toEqual([
      ["SELL", "chosen"],
      ["BUY", "similar"],
      [null, "chosen"],
    ]);
  });

  it("leave alone what nobody chose", () => {
    expect(withChoices(diagnosis, {}).columns).toEqual(diagnosis.columns);
  });
});

it("takes guesses for suggestions, and certainties for themselves", () => {
  expect(suggestedColumns(diagnosis)).toEqual({ carteira: "fund", volume: "quantity" });
  expect(suggestedColumns(undefined)).toEqual({});
  expect(suggestedMeanings(diagnosis, { side: { SAÍDA: "SELL" }, assetClass: { X: "none" } })).toEqual({
    side: { COMPRAS: "BUY", SAÍDA: "SELL" },
    assetClass: { X: "none" },
  });
});

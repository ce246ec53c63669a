import { expect, test } from "vitest";
import { markLine } from "./marked-line";

const raw = "OP-1;ALFA;C;EMBA11;200,00;0,0015;20/11/2026;1.119,61";

test("the field that reads as the number is marked, whatever way it is written", () => {
  expect(markLine(raw, "1119.61000000")).toEqual({
    before: "OP-1;ALFA;C;EMBA11;200,00;0,0015;20/11/2026;",
    mark: "1.119,61",
    after: "",
  });
  expect(markLine(raw, "200")!.mark).toBe("200,00");
});

test("a code is marked as text", () => {
  expect(markLine(raw, "emba11")!.mark).toBe("EMBA11");
  expect(markLine('OP-2,"ALFA",C', "ALFA")).toEqual({ before: 'OP-2,"', mark: "ALFA", after: '",C' });
});

test("what the line does not say is not marked", () => {
  expect(markLine(raw, "77")).toBeNull();
  expect(markLine(raw, null)).toBeNull();
});

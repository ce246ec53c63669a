import { expect, test } from "vitest";
import { differenceCents, rulerOf } from "./ruler";

test("prices stand in their order between the ends, with the limit around the one it is measured from", () => {
  const ruler = rulerOf(
    { sent: "107", source: "100", previous: "99.5" },
    { around: "source", share: "0.05" },
  );
  const place = Object.fromEntries(ruler!.marks.map(({ kind, place }) => [kind, place]));
  expect(place.previous).toBeLessThan(place.source!);
  expect(place.source).toBeLessThan(place.sent!);
  expect(ruler!.limits).toMatchObject({ from: "95", to: "105" });
  expect(ruler!.limits!.toPlace).toBeLessThan(place.sent!);
  for (const { place: at } of ruler!.marks) expect(at).toBeGreaterThan(0);
});

test("one price alone is compared with nothing", () => {
  expect(rulerOf({ sent: "107", source: null }, null)).toBeNull();
  expect(rulerOf({}, null)).toBeNull();
});

test("a limit around a price that is not there is not drawn", () => {
  expect(rulerOf({ sent: "1", source: "2" }, { around: "previous", share: "0.05" })!.limits).toBeNull();
});

test("a difference is exact to the centavo, and says which is more", () => {
  expect(differenceCents("1000", "986.52125", "992.723961")).toBe(-620_271n);
  expect(differenceCents("3", "10.01", "10")).toBe(3n);
});

import { expect, test } from "vitest";
import { createRateLimiter } from "./rate-limit";

test("a token beyond its share waits for the next window, and others do not notice", () => {
  const take = createRateLimiter({ requests: 2, windowMs: 1_000 });
  expect(take("a", 5_000).allowed).toBe(true);
  expect(take("a", 5_001)).toEqual({ allowed: true, remaining: 0, resetS: 1 });
  expect(take("a", 5_002).allowed).toBe(false);
  expect(take("b", 5_003).allowed).toBe(true);
  expect(take("a", 6_000).allowed).toBe(true);
});

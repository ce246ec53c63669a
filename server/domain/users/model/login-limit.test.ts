import { describe, expect, test } from "vitest";
import { decideLogin, type LoginHistory, loginLimits } from "./login-limit";

const now = new Date("2026-11-23T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const quiet: LoginHistory = {
  pairFailures: 0,
  pairLastAt: null,
  addressFailures: 0,
  accountFailures: 0,
  accountLastAt: null,
  everyoneFailures: 0,
  isKnownAddress: false,
};

describe("decideLogin", () => {
  test("a few wrong passwords cost nothing", () => {
    const history = { ...quiet, pairFailures: loginLimits.pairFree - 1, pairLastAt: secondsAgo(0) };
    expect(decideLogin(history, now)).toEqual({ allowed: true });
  });

  test("each further failure of one account from one address waits twice as long, at most five minutes", () => {
    const waits = [5, 6, 7, 12].map((pairFailures) =>
      decideLogin({ ...quiet, pairFailures, pairLastAt: secondsAgo(0) }, now),
    );
    expect(waits).toEqual([15, 30, 60, 300].map((retryAfterS) => ({ allowed: false, retryAfterS })));
  });

  test("the wait passes by itself: nothing is locked for good", () => {
    expect(decideLogin({ ...quiet, pairFailures: 5, pairLastAt: secondsAgo(16) }, now).allowed).toBe(true);
  });

  test("an address that guesses many accounts is stopped", () => {
    expect(decideLogin({ ...quiet, addressFailures: loginLimits.addressMax }, now).allowed).toBe(false);
  });

  test("a person whose address is known signs in while others guess the account", () => {
    const attacked = { ...quiet, accountFailures: 500, accountLastAt: secondsAgo(0), everyoneFailures: 900 };
    expect(decideLogin(attacked, now).allowed).toBe(false);
    expect(decideLogin({ ...attacked, isKnownAddress: true }, now).allowed).toBe(true);
  });

  test("an unknown address still gets its turn at an account under attack", () => {
    const attacked = { ...quiet, accountFailures: 50, accountLastAt: secondsAgo(16) };
    expect(decideLogin(attacked, now).allowed).toBe(true);
  });
});

import { describe, expect, test } from "vitest";
import { accountCodes, balanceOnNormalSide, chartOfAccounts, contributionPostings } from "./entries";

describe("the chart of accounts", () => {
  test("has every account once, and a floor under cash alone", () => {
    expect(chartOfAccounts.map(({ code }) => code)).toEqual([...accountCodes]);
    const floors = chartOfAccounts.filter(({ minCents }) => minCents !== null);
    expect(floors).toMatchObject([{ code: "CAIXA", minCents: 0n }]);
  });

  test("a contribution adds up to zero and shows as capital on the credit side", () => {
    const postings = contributionPostings(123_456n);
    expect(postings.map(({ account, amountCents }) => [account, amountCents])).toEqual([
      ["CAIXA", 123_456n],
      ["CAPITAL", -123_456n],
    ]);
    expect(balanceOnNormalSide("CAIXA", 123_456n)).toBe(123_456n);
    expect(balanceOnNormalSide("CAPITAL", -123_456n)).toBe(123_456n);
    expect(() => contributionPostings(0n)).toThrow(RangeError);
    expect(() => contributionPostings(-1n)).toThrow(RangeError);
  });
});

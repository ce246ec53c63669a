/** The accounts of a fund's books. */
export const accountCodes = ["CAIXA", "CARTEIRA", "TAXAS", "CAPITAL"] as const;
export type AccountCode = (typeof accountCodes)[number];

export type ChartAccount = {
  readonly code: AccountCode;
  readonly name: string;
  /** The floor of its balance in centavos; null when it has none. */
  readonly minCents: bigint | null;
  /** The side on which it grows: a debit balance is positive in the ledger, a credit balance negative. */
  readonly normalSide: "debit" | "credit";
};

/** The chart of accounts, in the order in which people read it. Only cash may never be short. */
export const chartOfAccounts: readonly ChartAccount[] = [
  { code: "CAIXA", name: "Caixa", minCents: 0n, normalSide: "debit" },
  { code: "CARTEIRA", name: "Carteira", minCents: null, normalSide: "debit" },
  { code: "TAXAS", name: "Taxas", minCents: null, normalSide: "debit" },
  { code: "CAPITAL", name: "Capital dos cotistas", minCents: null, normalSide: "credit" },
];

/**
 * The postings by which money enters a fund, at its opening or later: cash +, capital −.
 * @throws RangeError when the amount is not positive
 */
export function contributionPostings(
  amountCents: bigint,
): readonly { readonly account: AccountCode; readonly amountCents: bigint }[] {
  if (amountCents <= 0n) throw new RangeError("a contribution brings more than nothing");
  return [
    { account: "CAIXA", amountCents },
    { account: "CAPITAL", amountCents: -amountCents },
  ];
}

/** A balance as people read it: what the account holds on its normal side, in centavos. */
export function balanceOnNormalSide(code: AccountCode, balanceCents: bigint): bigint {
  const account = chartOfAccounts.find((candidate) => candidate.code === code);
  return account?.normalSide === "credit" ? -balanceCents : balanceCents;
}

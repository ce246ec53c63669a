import { hash } from "node:crypto";
import { canonicalJson } from "#server/domain/audit/index";

/** SHA-256 (hex) of an entry's postings in canonical JSON: what its audit event binds. */
export function hashPostings(
  postings: readonly { accountId: string; amountCents: bigint; balanceAfterCents: bigint; fundSeq: bigint }[],
): string {
  const canonical = canonicalJson(
    postings.map((p) => ({
      account: p.accountId,
      after: p.balanceAfterCents,
      amount: p.amountCents,
      seq: p.fundSeq,
    })),
  );
  return hash("sha256", canonical, "hex");
}

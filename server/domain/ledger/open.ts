import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { lockBook } from "./book";
import { hashPostings } from "./hash";
import { fundsArrivedJob } from "./jobs";
import { chartOfAccounts, contributionPostings } from "./model/entries";
import { postEntries } from "./post";

/** Makes the accounts of a new fund, all at zero. */
export async function openBook(tx: Tx, fundId: string): Promise<void> {
  await tx.sql("insert into fund_book (fund_id) values ($1)", [fundId]);
  await tx.sql(
    `insert into account (id, fund_id, code, name, min_cents)
     select id, $1, code, name, min from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[]) as a(id, code, name, min)`,
    [
      fundId,
      chartOfAccounts.map(() => newId()),
      chartOfAccounts.map((a) => a.code),
      chartOfAccounts.map((a) => a.name),
      chartOfAccounts.map((a) => a.minCents),
    ],
  );
}

/**
 * Brings money (and, at the opening, quantities already held) into a fund: cash +, capital −.
 * `causeId` makes it happen once. Amount in centavos, greater than zero.
 */
export async function recordContribution(
  tx: Tx,
  input: {
    fundId: string;
    kind: "opening" | "contribution";
    causeId: string;
    amountCents: bigint;
    effectiveOn: string;
    positions?: readonly { assetCode: string; quantity: string }[];
  },
): Promise<void> {
  const book = await lockBook(tx, input.fundId);
  const fundSeq = book.fundSeq + 1n;
  const postings = contributionPostings(input.amountCents).map(({ account: code, amountCents }) => {
    const account = book.accounts[code];
    return {
      entry: 0,
      fundSeq,
      accountId: account.id,
      amountCents,
      balanceAfterCents: account.balanceCents + amountCents,
    };
  });
  const positions = input.positions ?? [];
  await postEntries(tx, book, {
    entries: [
      { id: newId(), fundSeq, kind: input.kind, causeId: input.causeId, effectiveOn: input.effectiveOn },
    ],
    postings,
    movements: positions.map((p) => ({ entry: 0, fundSeq, ...p, quantityAfter: p.quantity })),
    balances: postings.map((p) => ({ accountId: p.accountId, balanceCents: p.balanceAfterCents })),
    positions,
    lastSeq: fundSeq,
  });
  await recordEvents(tx, [
    {
      action: input.kind === "opening" ? "fund.open" : "fund.contribute",
      subjectType: "fund",
      subjectId: input.fundId,
      fundId: input.fundId,
      after: {
        cashCents: book.accounts.CAIXA.balanceCents + input.amountCents,
        amountCents: input.amountCents,
      },
      postingsHash: hashPostings(postings),
    },
  ]);
  await enqueue(tx, fundsArrivedJob, [{ fundId: input.fundId }]);
}

import { z } from "zod";
import { readEvidence, readRepricing } from "#server/domain/operations/index";
import {
  assignItem,
  commentOnItem,
  countQueues,
  decideItems,
  getBulk,
  getItem,
  listBulkItems,
  listQueue,
  markReviewPresence,
  previewBulk,
  readTeamNumbers,
  runItemAgain,
  snoozeItem,
  startBulk,
  takeNext,
  undoBulk,
  undoDecision,
} from "#server/domain/review/index";
import { countReviews } from "#server/domain/review/queries";
import * as schemas from "#server/domain/review/schemas";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import { confirmIdentity, type IdentityAnswer } from "#server/domain/users/index";
import { getTotpState } from "#server/domain/users/queries";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

const ofFund = z.strictObject({ fundCode: z.string().max(32).nullish() });
type Proof = z.infer<typeof schemas.proofInput>;
/** A wrong password is an answer: the transaction that counts it must commit. */
type Unproven = { kind: "unproven"; wrong: "password" | "code"; retryAfterS: number };

export const reviewRouter = router({
  counts: query("review:read")
    .input(ofFund)
    .query(({ ctx: { tx }, input }) => countReviews(tx, input)),
  queue: query("review:read")
    .input(
      z.strictObject({
        filter: schemas.queueFilter,
        order: schemas.queueOrder,
        byReason: z.boolean().default(false),
        ...page,
      }),
    )
    .query(({ ctx: { tx }, input: { filter, ...rest } }) => listQueue(tx, { ...filter, ...rest })),
  queueCounts: query("review:read")
    .input(schemas.queueCountInput)
    .query(({ ctx: { tx }, input }) => countQueues(tx, input)),
  item: query("review:read")
    .input(schemas.itemRef)
    .query(async ({ ctx: { tx }, input }) => {
      const item = await getItem(tx, reviewSubjects, input.reviewItemId);
      return {
        ...item,
        operation: item.subjectType === "operation" ? await readEvidence(tx, item) : null,
        repricing: item.subjectType === "repricing" ? await readRepricing(tx, item.subjectId) : null,
      };
    }),
  team: query("review:decide")
    .input(schemas.teamInput)
    .query(({ ctx: { tx }, input }) => readTeamNumbers(tx, input)),
  present: query("review:read")
    .input(schemas.itemRef)
    .query(({ ctx: { tx }, input }) => markReviewPresence(tx, input.reviewItemId)),
  decide: mutation("review:decide")
    .input(schemas.decideInput)
    .mutation(async ({ ctx: { tx }, input }) => {
      const { reviewItemId, evidenceHash, verdict, reasonCode, text = null, change = null } = input;
      const proof = await prove(tx, input.proof);
      if (!proof.ok) return { kind: "unproven", ...proof } satisfies Unproven & { ok: false };
      const decision = { verdict, reasonCode, text, change, isProven: proof.isProven };
      const [result] = await decideItems(
        tx,
        reviewSubjects,
        new Map([[reviewItemId, evidenceHash]]),
        decision,
      );
      if (!result || result.state === "REFUSED")
        throw new DomainError(result?.code ?? "review.not_found", { reviewItemId });
      return { kind: "decided" as const, ...result };
    }),
  undo: mutation("review:decide")
    .input(schemas.itemRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await undoDecision(tx, input.reviewItemId);
      return input;
    }),
  runAgain: mutation("review:decide")
    .input(schemas.itemRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await runItemAgain(tx, reviewSubjects, input.reviewItemId);
      return input;
    }),
  snooze: mutation("review:decide")
    .input(schemas.snoozeInput)
    .mutation(async ({ ctx: { tx }, input: { reviewItemId, until } }) => {
      await snoozeItem(tx, { reviewItemId, until: until === null ? null : new Date(until) });
      return { reviewItemId };
    }),
  assign: mutation("review:decide")
    .input(schemas.assignInput)
    .mutation(async ({ ctx: { tx }, input }) => {
      await assignItem(tx, input);
      return input;
    }),
  next: mutation("review:decide").mutation(async ({ ctx: { tx } }) => {
    const next = await takeNext(tx);
    if (!next) throw new DomainError("review.none_free");
    return next;
  }),
  comment: mutation("review:read")
    .input(schemas.commentInput)
    .mutation(({ ctx: { tx }, input }) => commentOnItem(tx, input)),
  previewBulk: mutation("review:decide")
    .input(schemas.bulkPreviewInput)
    .mutation(({ ctx: { tx }, input: { filter, verdict, reasonCode, text = null } }) =>
      previewBulk(tx, reviewSubjects, { filter, decision: { verdict, reasonCode, text } }),
    ),
  startBulk: mutation("review:decide")
    .input(schemas.bulkStartInput)
    .mutation(async ({ ctx: { tx }, input: { bulkId, proof } }) => {
      const proven = await prove(tx, proof);
      if (!proven.ok) return { kind: "unproven", ...proven } satisfies Unproven & { ok: false };
      await startBulk(tx, { bulkId, isProven: proven.isProven });
      return { kind: "started" as const, bulkId };
    }),
  bulk: query("review:decide")
    .input(schemas.bulkRef)
    .query(({ ctx: { tx }, input }) => getBulk(tx, input.bulkId)),
  bulkItems: query("review:decide")
    .input(schemas.bulkItemsInput.extend(page))
    .query(({ ctx: { tx }, input }) => listBulkItems(tx, input)),
  undoBulk: mutation("review:decide")
    .input(schemas.bulkRef)
    .mutation(({ ctx: { tx }, input }) => undoBulk(tx, input.bulkId)),
});

type Proven = { ok: true; isProven: boolean } | Extract<IdentityAnswer, { ok: false }>;

/** Nothing was proved where nothing was given; a wrong one is an answer. */
async function prove(tx: Tx, proof: Proof | null | undefined): Promise<Proven> {
  if (!proof) return { ok: true, isProven: false };
  // A password alone is not proof enough of who also has a second factor.
  const { isOn } = await getTotpState(tx, tx.actor.id);
  if (isOn && proof.code === undefined) return { ok: false, wrong: "code", retryAfterS: 0 };
  const answer = await confirmIdentity(tx, { userId: tx.actor.id, ...withoutUndefined(proof) });
  return answer.ok ? { ok: true, isProven: true } : answer;
}

function withoutUndefined({ password, code }: Proof): { password: string; code?: string } {
  return code === undefined ? { password } : { password, code };
}

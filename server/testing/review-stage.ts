import { type Decision, type DecisionResult, decideItems } from "#server/domain/review/decide";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "./pipeline";

export type Person = { actor: Actor; ctx: Ctx };
export type StoppedItem = { id: string; hash: string; subjectId: string; reason: string };
export const [dayBefore, day] = ["2026-07-14", "2026-07-15"];

export type ReviewStage = {
  pipeline: Pipeline;
  fundId: string;
  sender: Person;
  ana: Person;
  bia: Person;
  /** Sends one purchase whose price jumped 10 %, or of an asset without price, and finds its item. */
  stop(terms?: { quantity?: string; asset?: string; informed?: string }): Promise<StoppedItem>;
  openItem(operationId: string): Promise<StoppedItem>;
  /** Approves, or decides as said. */
  decide(person: Person, item: StoppedItem, decision?: Partial<Decision>): Promise<DecisionResult>;
  /** The ten seconds pass, and what is due runs. */
  letPass(): Promise<void>;
  /** Where the operation and its item stand. */
  standing(item: StoppedItem): Promise<{ operation: string; item: string; code: string | null } | undefined>;
};

/** A fund whose asset SALTA1 jumped 10 % overnight, who sends it purchases, and two people who decide about them. */
export async function openReviewStage(): Promise<ReviewStage> {
  const pipeline = await openPipeline();
  const fundId = await pipeline.fund("ALFA");
  const sender = await pipeline.person("gestor", [fundId]);
  const ana = await pipeline.person("auditor");
  const bia = await pipeline.person("auditor");
  for (const on of [dayBefore, day])
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
  pipeline.prices.serve("debentures", dayBefore, { assetCode: "SALTA1", unitPrice: "100" });
  pipeline.prices.serve("debentures", day, { assetCode: "SALTA1", unitPrice: "110" });
  return { pipeline, fundId, sender, ana, bia, ...verbsOf(pipeline, sender) };
}

function verbsOf(pipeline: Pipeline, sender: Person) {
  let files = 0;
  const openItem: ReviewStage["openItem"] = async (operationId) => {
    const [item] = await pipeline.sql<StoppedItem>(
      `select id, encode(evidence_hash, 'hex') as hash, subject_id as "subjectId", reason from review_item
        where subject_id = $1 and state = 'OPEN'`,
      [operationId],
    );
    if (!item) throw new Error("no open item");
    return item;
  };
  const stop: ReviewStage["stop"] = async ({ quantity = "1", asset = "SALTA1", informed = "" } = {}) => {
    files += 1;
    const line = `R${files};ALFA;C;${asset};${quantity};0,01;${day};${informed}`;
    const uploadId = await pipeline.send(sender.ctx, `${operationsHeader}\n${line}\n`);
    await pipeline.drain();
    const [operation] = await pipeline.sql<{ id: string }>("select id from operation where upload_id = $1", [
      uploadId,
    ]);
    return openItem(operation?.id ?? "");
  };
  const decide: ReviewStage["decide"] = async (person, item, decision = {}) => {
    const whole: Decision = {
      verdict: "APPROVE",
      reasonCode: "PRECO_CONFERIDO",
      text: null,
      change: null,
      isProven: false,
      ...decision,
    };
    const [result] = await person.ctx.transaction((tx) =>
      decideItems(tx, reviewSubjects, new Map([[item.id, item.hash]]), whole),
    );
    return result as DecisionResult;
  };
  return { openItem, stop, decide, ...clockOf(pipeline) };
}

function clockOf(pipeline: Pipeline): Pick<ReviewStage, "letPass" | "standing"> {
  return {
    async letPass() {
      await pipeline.sql("update review_decision set due_at = now() where state = 'HELD'");
      await pipeline.sql("update job set due_at = now() where name = 'review.apply' and state = 'waiting'");
      await pipeline.drain();
    },
    async standing(item) {
      const [row] = await pipeline.sql<{ operation: string; item: string; code: string | null }>(
        `select case o.state when 'PENDING' then o.wait_reason else o.state end as operation, i.state as item, o.code
           from operation o join review_item i on i.subject_id = o.id where i.id = $1`,
        [item.id],
      );
      return row;
    },
  };
}

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { openPipeline, type Pipeline } from "../pipeline";

let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  await pipeline.fund("ALFA");
  ({ ctx } = await pipeline.person("operacao"));
});
afterAll(() => pipeline?.close());

/** An operation on a day whose price is there, and of whose business day before there is no data. */
async function trade(day: string, before: string): Promise<void> {
  pipeline.prices.serveNothing(before);
  pipeline.prices.serve("debentures", day, { assetCode: "EXEM12", unitPrice: "100.5" });
  await pipeline.send(
    ctx,
    `operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;classe\n${day};ALFA;C;EXEM12;10,5;0,01;${day};debentures\n`,
  );
  await pipeline.drain();
  expect(await stateOf(day)).toBe("PENDING AWAITING_PRICE SEM_DADOS_EM_D1");
}

async function stateOf(id: string): Promise<string> {
  const [row] = await pipeline.sql<{ state: string }>(
    "select concat_ws(' ', state, wait_reason, code) as state from operation where external_id = $1",
    [id],
  );
  return row?.state ?? "";
}

/** The list of the day before, which waits to be asked for again within seconds, is asked for now. */
async function askAgain(before: string): Promise<void> {
  const asked = await pipeline.sql(
    `update job set due_at = now() where name = 'pricing.fetch' and key = 'debentures:' || $1 and state = 'waiting'
        and due_at < now() + interval '35 seconds' returning 1`,
    [before],
  );
  expect(asked).toHaveLength(1);
  await pipeline.drain();
}

test("a price that nothing measures executes once the list of the day before has come", async () => {
  await trade("2026-03-11", "2026-03-10");
  pipeline.prices.serve("debentures", "2026-03-10", { assetCode: "EXEM12", unitPrice: "99" });
  await askAgain("2026-03-10");
  expect(await stateOf("2026-03-11")).toBe("EXECUTED");
});

test("one that this list speaks against goes in front of a person", async () => {
  await trade("2026-05-13", "2026-05-12");
  pipeline.prices.serve("debentures", "2026-05-12", { assetCode: "EXEM12", unitPrice: "90" });
  await askAgain("2026-05-12");
  expect(await stateOf("2026-05-13")).toBe("PENDING IN_REVIEW DESVIO_D1");
});

test("one of whose day before nothing came for five minutes, too", async () => {
  await trade("2026-07-15", "2026-07-14");
  await pipeline.sql("update price_request set first_asked_at = first_asked_at - interval '5 minutes'");
  await askAgain("2026-07-14");
  expect(await stateOf("2026-07-15")).toBe("PENDING IN_REVIEW SEM_DADOS_EM_D1");
  const [review] = await pipeline.sql("select state from review_item where reason = 'SEM_DADOS_EM_D1'");
  expect(review).toEqual({ state: "OPEN" });
});

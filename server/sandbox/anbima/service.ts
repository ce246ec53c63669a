import { z } from "zod";
import type { Clock } from "#server/kernel/context";
import { drawChance } from "../draw";
import { type Exchange, Refusal, readJson, sendJson } from "../exchange";
import { createFeed } from "./feed";
import { createJournal } from "./journal";
import {
  type AnbimaSwitches,
  type AnbimaSwitchesPatch,
  anbimaSwitchesPatch,
  defaultAnbimaSwitches,
} from "./switches";
import { createTokens } from "./tokens";

export type AnbimaServiceOptions = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly seed: number;
  readonly switches: AnbimaSwitchesPatch;
};

const pageQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200_000).default(10_000),
});

/** The sandbox's ANBIMA: token, feed, switches and journal. */
export function createAnbimaService(options: AnbimaServiceOptions) {
  let switches = defaultAnbimaSwitches(options.switches);
  const journal = createJournal();
  const tokens = createTokens(options.clientId, options.clientSecret, options.clock);
  const answerFeed = createFeed({
    switches: () => switches,
    tokens,
    journal,
    clock: options.clock,
    seed: options.seed,
  });
  let tokenCalls = 0;

  const control = {
    get: (): AnbimaSwitches => structuredClone(switches),
    /** Changes the given switches and leaves the others. @throws ZodError */
    set(patch: AnbimaSwitchesPatch): AnbimaSwitches {
      switches = { ...switches, ...anbimaSwitchesPatch.parse(patch) };
      return structuredClone(switches);
    },
    journal,
    revokeTokens: () => tokens.revokeAll(),
  };

  async function answerToken(exchange: Exchange): Promise<void> {
    tokenCalls += 1;
    const isFailing = drawChance(switches.tokenFailureRate, options.seed, "token", tokenCalls);
    try {
      if (isFailing) throw new Refusal(503, "Upstream failure");
      await tokens.issue(exchange);
      noteToken(200, null);
    } catch (error) {
      noteToken(error instanceof Refusal ? error.status : 500, isFailing ? "503" : null);
      throw error;
    }
  }

  function noteToken(status: number, failure: string | null): void {
    const at = options.clock.now().toISOString();
    journal.add(
      { at, path: "token", assetClass: null, priceOn: null, status, failure, bodySha256: null, bodyBytes: 0 },
      null,
    );
  }

  async function answerControl(exchange: Exchange): Promise<void> {
    if (exchange.request.method === "PUT") {
      const patch = anbimaSwitchesPatch.safeParse(await readJson(exchange.request));
      if (!patch.success) return sendJson(exchange, 422, { error: z.prettifyError(patch.error) });
      control.set(patch.data);
    }
    sendJson(exchange, 200, control.get());
  }

  function answerJournal(exchange: Exchange): void {
    if (exchange.request.method === "DELETE") {
      journal.clear();
      sendJson(exchange, 200, { cleared: true });
      return;
    }
    const query = pageQuery.safeParse(Object.fromEntries(exchange.url.searchParams));
    if (!query.success) throw new Refusal(400, z.prettifyError(query.error));
    sendJson(exchange, 200, journal.page(query.data.after, query.data.limit));
  }

  return { control, answerToken, answerFeed, answerControl, answerJournal };
}
export type AnbimaControl = ReturnType<typeof createAnbimaService>["control"];

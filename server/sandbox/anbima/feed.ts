import {
  addDays,
  isBusinessDay,
  isDay,
  localDay,
  localInstant,
  previousBusinessDay,
} from "#server/kernel/business-day";
import type { Clock } from "#server/kernel/context";
import type { AssetClass } from "#server/kernel/ports";
import { drawChance, drawOne } from "../draw";
import { type Exchange, sendJson, sendText } from "../exchange";
import { createDayLists } from "./day-list";
import type { Journal } from "./journal";
import { sha256Hex } from "./rows";
import type { AnbimaSwitches, TransportKind } from "./switches";
import type { Tokens } from "./tokens";
import { failWith } from "./transport-failures";

const firstDay = "2020-01-02";

/** Under `/feed/precos-indices/v1/`. */
export const feedPaths: Readonly<Record<AssetClass, string>> = {
  fidc: "fidc/mercado-secundario",
  "cri-cra": "cri-cra/mercado-secundario",
  debentures: "debentures/mercado-secundario",
  "titulos-publicos": "titulos-publicos/mercado-secundario-TPF",
};
const lists = new Map(
  Object.entries(feedPaths).map(([assetClass, path]) => [path, assetClass as AssetClass]),
);

export type FeedParts = {
  readonly switches: () => AnbimaSwitches;
  readonly tokens: Tokens;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly seed: number;
};

/** `GET /feed/precos-indices/v1/…`: the day's list, or the failure that is due. */
export function createFeed(parts: FeedParts) {
  const dayList = createDayLists(parts.seed);
  const callsOf = new Map<string, number>();
  const readingsOf = new Map<string, number>();

  return async function answerFeed(exchange: Exchange): Promise<void> {
    const switches = parts.switches();
    const assetClass = lists.get(exchange.url.pathname.replace("/feed/precos-indices/v1/", ""));
    if (switches.latencyMs > 0) await wait(switches.latencyMs);
    const now = switches.now === null ? parts.clock.now() : new Date(switches.now);
    const priceOn = exchange.url.searchParams.get("data") ?? lastPublished(now, switches.publicationHour);
    const key = `${assetClass}/${priceOn}`;
    const note = (
      status: number | null,
      failure: string | null,
      body: Buffer,
      list: ReturnType<typeof dayList> | null,
    ) =>
      parts.journal.add(
        {
          at: parts.clock.now().toISOString(),
          path: "feed",
          assetClass: assetClass ?? null,
          priceOn: priceOn.slice(0, 10),
          status,
          failure,
          bodySha256: status === 200 && failure !== "huge" ? (list?.sha256 ?? sha256Hex(body)) : null,
          bodyBytes: body.length,
        },
        list,
      );
    const refuse = (status: number, message: string) => {
      note(status, null, Buffer.alloc(0), null);
      sendJson(exchange, status, { error: message });
    };

    if (!parts.tokens.accepts(exchange.request.headers))
      return refuse(401, "Invalid client_id or access_token");
    if (!assetClass) return refuse(404, "Not found");
    if (!isDay(priceOn)) return refuse(400, "Parameter data must be YYYY-MM-DD");

    const call = counted(callsOf, key);
    const failure = dueFailure(switches, parts.seed, key, call);
    const isPublished = isPublishedOn(priceOn, now, switches.publicationHour);
    const list = isPublished ? dayList(assetClass, priceOn, switches, readingsOf.get(key) ?? 0) : null;
    // There is nothing to send slowly on a day without a list.
    if (failure && (list || failure !== "slow")) {
      if (failure === "401") parts.tokens.revoke(exchange.request.headers);
      const went = failWith(exchange, failure, list?.body ?? Buffer.from("[{}]"));
      if (went.isListServed && list) counted(readingsOf, key);
      return note(went.status, failure, went.bytes, went.isListServed ? list : null);
    }
    if (!list) return refuse(404, "No data for the given date");
    counted(readingsOf, key);
    note(200, null, list.body, list);
    sendText(exchange, 200, "application/json; charset=utf-8", list.body);
  };
}

/** The failure of one call: the next one ordered, else drawn from the call's own key and number. */
function dueFailure(switches: AnbimaSwitches, seed: number, key: string, call: number): TransportKind | null {
  const ordered = switches.next.shift();
  if (ordered) return ordered === "ok" ? null : ordered;
  if (!drawChance(switches.failureRate, seed, "fail", key, call)) return null;
  return drawOne(switches.kinds, seed, "kind", key, call) ?? null;
}

function isPublishedOn(day: string, now: Date, publicationHour: number): boolean {
  if (day < firstDay || !isBusinessDay(day)) return false;
  const today = localDay(now);
  if (day !== today) return day < today;
  const opensAt =
    publicationHour === 24
      ? localInstant(addDays(day, 1), "00:00")
      : localInstant(day, `${String(publicationHour).padStart(2, "0")}:00`);
  return now >= opensAt;
}

function lastPublished(now: Date, publicationHour: number): string {
  const today = localDay(now);
  return isPublishedOn(today, now, publicationHour) ? today : previousBusinessDay(today);
}

/** Raises a counter and gives its value from before. Draws use it, so it survives no restart. */
function counted(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  if (counts.size > 100_000) counts.clear();
  counts.set(key, before + 1);
  return before;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

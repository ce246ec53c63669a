import { createHash } from "node:crypto";
import type { Clock } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import type { AssetClass, PriceAnswer, PriceSource } from "#server/kernel/ports";
import { createAccessToken } from "./access-token";
import { itemsOf } from "./answer-body";
import { priceRowsOf } from "./price-rows";
import { type HttpAnswer, type RequestLimits, request } from "./request";
import { retried } from "./retry";

export type AnbimaOptions = {
  /** One base for `/oauth/access-token` and `/feed/…`; http or https, from configuration alone. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock?: Clock;
  /** For each call, from the request to the last byte of its answer. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly fetch?: typeof fetch;
  readonly delay?: (ms: number) => Promise<void>;
};

const paths: Readonly<Record<AssetClass, string>> = {
  fidc: "fidc/mercado-secundario",
  "cri-cra": "cri-cra/mercado-secundario",
  debentures: "debentures/mercado-secundario",
  "titulos-publicos": "titulos-publicos/mercado-secundario-TPF",
};

const firstTimeoutMs = 1_500;

/**
 * ANBIMA Feed, secondary market (domain.md 1). Whatever heals by itself within a moment is tried again
 * here, after 50, 100 and 200 ms; what lasts longer is thrown for the job to try later.
 */
export function createAnbima(options: AnbimaOptions): PriceSource {
  const { clientId, clientSecret } = options;
  const clock = options.clock ?? { now: () => new Date() };
  const baseUrl = checkedBase(options.baseUrl);
  const limits: RequestLimits = {
    // Looked up on each call, so that whoever instruments the global one is obeyed.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 5_000,
    maxBytes: options.maxBytes ?? 32 * 1024 * 1024,
  };
  const delay = options.delay ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const accessToken = createAccessToken({ baseUrl, clientId, clientSecret, clock, limits });

  async function ask(url: URL, tries: number): Promise<HttpAnswer> {
    const token = await accessToken.get();
    const headers = { accept: "application/json", client_id: clientId, access_token: token };
    // A silent call is given up early at first and later the next times: most answers come at once.
    const timeoutMs = Math.min(limits.timeoutMs, firstTimeoutMs * 2 ** tries);
    const answer = await request(url, { headers }, { ...limits, timeoutMs });
    if (answer.status === 401) await accessToken.forget(token);
    return answer;
  }

  return {
    name: "anbima",
    async fetchPrices(assetClass, priceOn) {
      const url = new URL(`feed/precos-indices/v1/${paths[assetClass]}`, baseUrl);
      url.searchParams.set("data", priceOn);
      let calls = 0;
      let tries = 0;
      const answered = retried(delay, async () => {
        const askedAt = clock.now();
        const timeoutTries = tries++;
        calls += 1;
        let answer = await ask(url, timeoutTries);
        if (answer.status === 401) {
          calls += 1;
          answer = await ask(url, timeoutTries);
        }
        return priceAnswerOf(assetClass, answer, { askedAt, answeredAt: clock.now(), calls });
      });
      return answered.catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        throw new DomainError(error.code, { ...error.details, calls }, { cause: error.cause });
      });
    },
  };
}

/** @throws DomainError as `PriceSource.fetchPrices` promises */
function priceAnswerOf(
  assetClass: AssetClass,
  answer: HttpAnswer,
  provenance: Pick<PriceAnswer, "askedAt" | "answeredAt" | "calls">,
): PriceAnswer {
  const { status, body } = answer;
  const isNothing = status === 404 || status === 204;
  if (!isNothing && status !== 200) throw refusalOf(answer);
  const items = isNothing ? [] : itemsOf(body);
  const rows = priceRowsOf(assetClass, items);
  if (items.length > 0 && rows.length === 0) {
    throw new DomainError("anbima.invalid_answer", { reason: "no_readable_row", items: items.length });
  }
  return {
    outcome: rows.length > 0 ? "LIST" : "EMPTY",
    httpStatus: status,
    bodySha256: createHash("sha256").update(body).digest(),
    bodyBytes: body.byteLength,
    ...provenance,
    rows,
  };
}

function refusalOf({ status, headers }: HttpAnswer): DomainError {
  if (status === 403) return new DomainError("anbima.forbidden", { httpStatus: status });
  if (status === 429) {
    return new DomainError("anbima.unavailable", { httpStatus: status, retryAfterMs: retryAfterMs(headers) });
  }
  if (status >= 300 && status < 400)
    return new DomainError("anbima.invalid_answer", { reason: "redirect", httpStatus: status });
  return new DomainError("anbima.unavailable", { httpStatus: status });
}

/** `Retry-After` in milliseconds when it is a number of seconds; null when absent or a date. */
function retryAfterMs(headers: Headers): number | null {
  const seconds = headers.get("retry-after")?.trim() ?? "";
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : null;
}

function checkedBase(baseUrl: string): URL {
  const url = new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new TypeError("ANBIMA_URL must be http or https");
  return url;
}

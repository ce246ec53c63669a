import { once } from "node:events";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import { createCtx } from "#server/infra/context";
import type { Actor } from "#server/kernel/actor";
import { addBusinessDays, localDay } from "#server/kernel/business-day";
import { universe } from "#server/sandbox/anbima/universe";
import { generateOperations } from "./generate/operations";
import type { Stack } from "./stack";

export type FileShape = {
  readonly count: number;
  readonly seed: number;
  readonly fundCodes: readonly string[];
  readonly days: readonly string[];
};

/** Writes a file of operations; the same shape gives the same bytes. */
export async function writeFile(path: string, shape: FileShape): Promise<void> {
  const out = createWriteStream(path);
  let piece: string[] = [];
  const flush = async () => {
    if (!out.write(`${piece.join("\n")}\n`)) await once(out, "drain");
    piece = [];
  };
  for (const line of generateOperations({ ...shape, assets: universe })) {
    piece.push(line);
    if (piece.length >= 4_096) await flush();
  }
  if (piece.length > 0) await flush();
  out.end();
  await once(out, "close");
}

/** `count` business days in a row; the last one is `back` business days before yesterday. */
export function businessDays(count: number, back: number): string[] {
  const last = addBusinessDays(localDay(new Date()), -1 - back);
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? last : addBusinessDays(last, i - count + 1),
  );
}

export type Timing = {
  readonly uploadId: string;
  /** From the first byte sent until every operation is final or in front of a person. */
  readonly seconds: number;
  /** Seconds from the start at which each step was over. */
  readonly received: number;
  readonly staged: number;
  readonly accepted: number;
};

export type Sender = (path: string) => Promise<string>;

/** Sends a file and waits for its end. */
export async function timeFile(stack: Stack, send: Sender, path: string, limitMs: number): Promise<Timing> {
  const startedAt = Date.now();
  const uploadId = await send(path);
  const received = (Date.now() - startedAt) / 1_000;
  for (;;) {
    const { rows } = await stack.runtime.pool.query(
      "select state, refusal_code, staged_at, accepted_at, finished_at from upload where id = $1",
      [uploadId],
    );
    const [row] = rows;
    const since = (at: Date) => (at.getTime() - startedAt) / 1_000;
    if (row.state === "DONE") {
      const { staged_at: staged, accepted_at: accepted, finished_at: finished } = row;
      return {
        uploadId,
        received,
        staged: since(staged),
        accepted: since(accepted),
        seconds: since(finished),
      };
    }
    if (row.state === "REFUSED") throw new Error(`arquivo recusado: ${row.refusal_code}`);
    if (Date.now() - startedAt > limitMs) throw new Error(`o arquivo não terminou em ${limitMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Uploads as the command line does: into storage, by the verbs. */
export function sendByVerbs(stack: Stack, userId: string): Sender {
  const actor: Actor = { kind: "user", id: userId, userId, capabilities: new Set(), funds: "all" };
  const ctx = createCtx(stack.runtime, actor);
  return async (path) => {
    const { uploadId, storageKey } = await createUpload(ctx, {
      fileName: "bench.csv",
      kind: "operacoes",
      channel: "cli",
    });
    await stack.runtime.ports.storage.write(storageKey, createReadStream(path), 2 ** 31);
    await completeUpload(ctx, { uploadId });
    await confirmUpload(ctx, { uploadId });
    return uploadId;
  };
}

/** Uploads through the web's REST door, as BI tools and other systems do. */
export function sendByRest(url: string, token: string): Sender {
  return async (path) => {
    const form = new FormData();
    form.set("tipo", "operacoes");
    form.set("arquivo", await openAsBlob(path), "bench.csv");
    const answer = await fetch(`${url}/api/v1/importacoes`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "idempotency-key": `bench-${Date.now()}` },
      body: form,
    });
    const body = (await answer.json()) as { id?: string };
    if (answer.status !== 202 || !body.id) throw new Error(`REST ${answer.status}: ${JSON.stringify(body)}`);
    return body.id;
  };
}

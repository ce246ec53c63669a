import { getActor } from "#server/auth/index";
import { markPresence } from "#server/domain/imports/index";
import { readUploadMark } from "#server/domain/imports/queries";
import { uploadRef } from "#server/domain/imports/schemas";
import { webCtx } from "#server/infra/web-context";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { createCaller } from "#server/trpc/root";
import { transformer } from "#server/trpc/transformer";

type Context = { params: Promise<{ id: string }> };

const finished = new Set(["DONE", "REFUSED", "CANCELLED"]);
/** How often a file is asked whether anything about it changed, in one small query. */
const pollMs = 400;
/** While lines or operations move, and when nothing does: the session is asked then, too. */
const movingMs = 1_000;
const quietMs = 5_000;
const presenceMs = 4_000;
const moving = new Set(["SPLITTING", "STAGING", "ACCEPTING", "PROCESSING", "STOPPING"]);
const steps = new Set(["arquivo", "colunas", "previa", "processando", "resultado"]);

/**
 * How a file is getting on, as server-sent events with the same content as `imports.get`: also what other
 * people change in it, and who they are. With `?passo=` the reader's own step is shown to the others, and
 * the stream goes on after the end, as rejected lines may still be mended. Between two readings only a mark
 * is compared, so that what another person does is seen within a second. The session is asked with every
 * reading and at least every five seconds, so that signing out ends the stream; a heavy count slows it down.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id: uploadId } = await params;
  if (!(await getActor(request))) return new Response(null, { status: 401 });
  if (!uploadRef.safeParse({ uploadId }).success) return new Response(null, { status: 404 });
  const asked = new URL(request.url).searchParams.get("passo") ?? "";
  const step = steps.has(asked) ? asked : null;
  let isOpen = true;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder();
      const send = (event: string, data: unknown) =>
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      request.signal.addEventListener("abort", () => {
        isOpen = false;
      });
      let last = "";
      let markedAt = 0;
      while (isOpen) {
        const startedAt = Date.now();
        const isDue = step !== null && startedAt - markedAt > presenceMs;
        if (isDue) markedAt = startedAt;
        const news = await readNews(request, uploadId, isDue ? step : null);
        if (!isOpen) break;
        const text = JSON.stringify(news.data);
        if (text !== last) send(news.event, news.data);
        else controller.enqueue(encoder.encode(": ainda aqui\n\n"));
        last = text;
        if (news.isFinal || (news.isFinished && step === null)) break;
        const tookMs = Date.now() - startedAt;
        await untilDue(news, uploadId, () => isOpen, Math.max(pollMs, 4 * tookMs));
      }
      if (isOpen) controller.close();
    },
    cancel() {
      isOpen = false;
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

type News = {
  event: "progress" | "problem";
  data: unknown;
  isFinished: boolean;
  isFinal: boolean;
  /** With which the marks are read until the next reading; null after a problem. */
  ctx: Ctx | null;
  isMoving: boolean;
  mark: string;
};

/** Waits until the file's mark is another one, at most until its reading is due anyway. */
async function untilDue(news: News, uploadId: string, isOpen: () => boolean, stepMs: number): Promise<void> {
  const { ctx, mark } = news;
  const dueAt = Date.now() + Math.max(news.isMoving ? movingMs : quietMs, stepMs);
  do {
    await delay(stepMs);
    if (ctx === null) return;
    const found = await ctx.transaction((tx) => readUploadMark(tx, uploadId)).catch(() => "");
    if (found !== mark) return;
  } while (isOpen() && Date.now() + stepMs <= dueAt);
}

async function readNews(request: Request, uploadId: string, step: string | null): Promise<News> {
  const problem = (code: string, isFinal: boolean): News => ({
    event: "problem",
    data: { code },
    isFinished: false,
    isFinal,
    ctx: null,
    isMoving: false,
    mark: "",
  });
  try {
    const actor = await getActor(request);
    if (!actor) return problem("auth.required", true);
    const requestId = newId();
    const ctx = webCtx(actor, requestId);
    // Before what it marks: a change between the two is only read once more.
    const mark = await ctx.transaction((tx) => readUploadMark(tx, uploadId));
    const progress = await createCaller({ ctx, requestId }).imports.get({ uploadId });
    // After the question whether they may see it at all.
    if (step) await markPresence(ctx, { uploadId, step });
    const { state } = progress.upload;
    return {
      event: "progress",
      data: transformer.serialize(progress),
      isFinished: finished.has(state),
      isFinal: false,
      ctx,
      isMoving: moving.has(state) || progress.isPreviewStale || progress.reversal?.state === "RUNNING",
      mark,
    };
  } catch (error) {
    const { code, kind } = readDomainError(error);
    return problem(code, kind !== "unavailable");
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}

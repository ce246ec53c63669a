import { getActor } from "#server/auth/index";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { createCaller } from "#server/trpc/root";
import { transformer } from "#server/trpc/transformer";

type Context = { params: Promise<{ id: string }> };

const finished = new Set(["DONE", "REFUSED", "CANCELLED"]);
const pollMs = 1000;

/**
 * How a file is getting on, as server-sent events with the same content as `imports.get`. The session
 * is asked at every step, so that signing out ends the stream; a heavy count slows the steps down.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id: uploadId } = await params;
  if (!(await getActor(request))) return new Response(null, { status: 401 });
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
      while (isOpen) {
        const startedAt = Date.now();
        const step = await readStep(request, uploadId);
        if (!isOpen) break;
        const text = JSON.stringify(step.data);
        if (text !== last) send(step.event, step.data);
        else controller.enqueue(encoder.encode(": ainda aqui\n\n"));
        last = text;
        if (step.isLast) break;
        await delay(Math.max(pollMs, 4 * (Date.now() - startedAt)));
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

type Step = { event: "progress" | "problem"; data: unknown; isLast: boolean };

async function readStep(request: Request, uploadId: string): Promise<Step> {
  try {
    const actor = await getActor(request);
    if (!actor) return { event: "problem", data: { code: "auth.required" }, isLast: true };
    const requestId = newId();
    const progress = await createCaller({ ctx: webCtx(actor, requestId), requestId }).imports.get({
      uploadId,
    });
    const isLast = finished.has(progress.upload.state);
    return { event: "progress", data: transformer.serialize(progress), isLast };
  } catch (error) {
    const { code, kind } = readDomainError(error);
    return { event: "problem", data: { code }, isLast: kind !== "unavailable" };
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}

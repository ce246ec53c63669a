import { getActor } from "#server/auth/index";
import { webCtx } from "#server/infra/web-context";
import { newId } from "#server/kernel/id";
import { readDomainError } from "#server/trpc/errors";
import { createCaller } from "#server/trpc/root";
import { transformer } from "#server/trpc/transformer";

const stepMs = 2_000;
/** A connection is made anew now and then, so that none outlives its session or its server by much. */
const longestMs = 10 * 60_000;

/**
 * The state of things as server-sent events with the content of `home.pulse`, sent when it changed and
 * at the latest every fifteen seconds. The session is asked at every step; a slow answer slows the steps.
 */
export async function GET(request: Request): Promise<Response> {
  if (!(await getActor(request))) return new Response(null, { status: 401 });
  const fundCode = new URL(request.url).searchParams.get("fundo")?.slice(0, 32) || null;
  const openedAt = Date.now();
  let isOpen = true;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder();
      request.signal.addEventListener("abort", () => {
        isOpen = false;
      });
      let last = { text: "", at: 0 };
      while (isOpen && Date.now() - openedAt < longestMs) {
        const startedAt = Date.now();
        const step = await readStep(request, fundCode);
        if (!isOpen) break;
        const isDue = step.text !== last.text || startedAt - last.at > 15_000;
        if (isDue) last = { text: step.text, at: startedAt };
        controller.enqueue(
          encoder.encode(isDue ? `event: ${step.event}\ndata: ${step.data}\n\n` : ": ainda aqui\n\n"),
        );
        if (step.isLast) break;
        await delay(Math.max(stepMs, 4 * (Date.now() - startedAt)));
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

/** `text` is what tells one step from the next: the content without the time of reading. */
type Step = { event: "pulse" | "problem"; data: string; text: string; isLast: boolean };

async function readStep(request: Request, fundCode: string | null): Promise<Step> {
  try {
    const actor = await getActor(request);
    if (!actor) return problem("auth.required", true);
    const requestId = newId();
    const pulse = await createCaller({ ctx: webCtx(actor, requestId), requestId }).home.pulse({ fundCode });
    const { readAt: _, queue, ...content } = pulse;
    return {
      event: "pulse",
      data: JSON.stringify(transformer.serialize(pulse)),
      text: JSON.stringify(transformer.serialize({ ...content, isLate: queue.oldestDueS > 60 })),
      isLast: false,
    };
  } catch (error) {
    const { code, kind } = readDomainError(error);
    return problem(code, kind !== "unavailable");
  }
}

function problem(code: string, isLast: boolean): Step {
  const data = JSON.stringify({ code });
  return { event: "problem", data, text: data, isLast };
}

function delay(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}

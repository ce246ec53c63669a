import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { DomainError } from "#server/kernel/errors";
import type { SheetText, Spreadsheets } from "#server/kernel/ports";

export type SpreadsheetOptions = {
  /** The program that opens one spreadsheet, or what makes it. */
  readonly program: string | (() => Promise<string>);
  readonly timeoutMs?: number;
  readonly heapMb?: number;
};

type End = { code: number | null; isKilled: boolean };
/** What Node.js ends with when its heap is full. */
const abortCode = 134;

/**
 * Opens spreadsheets in a process of its own for each, with a limit of memory and time and no environment.
 * One that goes beyond them is refused as too large; what it said until then is not used.
 */
export function createSpreadsheets(options: SpreadsheetOptions): Spreadsheets {
  const { timeoutMs = 120_000, heapMb = 768 } = options;
  return {
    async toText(file, sheet) {
      const program = typeof options.program === "string" ? options.program : await options.program();
      const args = [`--max-old-space-size=${heapMb}`, program, ...(sheet ? [sheet] : [])];
      const env = {} as NodeJS.ProcessEnv;
      const child: ChildProcess = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "ignore"] });
      const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
      const ended = new Promise<End>((resume) => {
        child.once("close", (code, signal) =>
          resume({ code, isKilled: signal !== null || code === abortCode }),
        );
      });
      void ended.then(() => clearTimeout(timer));
      child.on("error", () => undefined);
      child.stdin?.on("error", () => undefined);
      feed(file, child);
      return await readAnswer(child, ended);
    },
  };
}

/** A child that ends early closes its end; the rest of the file is not wanted then. */
function feed(file: Readable, child: ChildProcess): void {
  file.on("error", () => child.kill("SIGKILL"));
  if (child.stdin) file.pipe(child.stdin);
}

async function readAnswer(child: ChildProcess, ended: Promise<End>): Promise<SheetText> {
  const rest = (child.stdout as Readable)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let first = Buffer.alloc(0);
  while (!first.includes(0x0a)) {
    const { value, done } = await rest.next();
    if (done) break;
    first = Buffer.concat([first, value]);
  }
  const end = first.indexOf(0x0a);
  if (end < 0) throw endError(await ended);
  const head = JSON.parse(first.toString("utf8", 0, end)) as Pick<SheetText, "sheets"> & { refusal?: string };
  if (head.refusal) throw new DomainError("spreadsheet.refused", head);
  return { sheets: head.sheets, body: body(first.subarray(end + 1), rest, child, ended) };
}

async function* body(
  first: Buffer,
  rest: AsyncIterator<Buffer>,
  child: ChildProcess,
  ended: Promise<End>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    const last = await ended;
    if (last.code !== 0) throw endError(last);
  } finally {
    child.kill("SIGKILL");
  }
}

/** Out of memory or time is the file's; a program that cannot start is ours. */
function endError({ code, isKilled }: End): Error {
  if (isKilled) return new DomainError("spreadsheet.refused", { refusal: "TOO_LARGE" });
  return new Error(`the program that opens spreadsheets ended with ${code}`);
}

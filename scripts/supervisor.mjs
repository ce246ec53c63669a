import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { delay, guard, isAlive, signalProcess } from "./processes.mjs";

const backoffMs = { first: 1_000, most: 15_000, forgottenAfter: 60_000 };

/**
 * Keeps parts running. Each runs in its own process group and writes to `<logDir>/<name>.log`; one that
 * ends unasked is reported with its exit code and started again, after 1 s at first and 15 s at most.
 */
export function createSupervisor({ logDir, report }) {
  const parts = [];
  fs.mkdirSync(logDir, { recursive: true });

  return {
    /** @param {{ name: string, command: string[], env: Record<string, string>, cwd: string, readyUrl?: string }} definition */
    start(definition) {
      const part = {
        ...definition,
        logFile: path.join(logDir, `${definition.name}.log`),
        waitMs: backoffMs.first,
      };
      parts.push(part);
      launch(part, report);
      return part;
    },
    /** Resolves when the part answers at its address; rejects after `timeoutMs`. */
    async untilReady(part, timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs;
      while (Date.now() < deadline) {
        if (part.isStopping) throw new Error("interrompido");
        if (await answers(part.readyUrl)) return;
        await delay(100);
      }
      throw new Error(
        `${part.name} não respondeu em ${timeoutMs / 1_000} s (${part.readyUrl})\n${lastLines(part)}`,
      );
    },
    /** Ends every part with all its children: politely, and by force what stays after 10 s. */
    async stop() {
      await Promise.all(parts.map(stopPart));
    },
    pids: () => Object.fromEntries(parts.map((part) => [part.name, part.child?.pid])),
  };
}

function launch(part, report) {
  const size = fs.existsSync(part.logFile) ? fs.statSync(part.logFile).size : 0;
  const log = fs.openSync(part.logFile, size > 50_000_000 ? "w" : "a", 0o600);
  const [command, ...args] = part.command;
  const startedAt = Date.now();
  part.logStart = size > 50_000_000 ? 0 : size;
  part.child = spawn(command, args, {
    cwd: part.cwd,
    env: part.env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  fs.closeSync(log);
  const { child } = part;
  const watch = child.pid ? guard(child.pid, { group: true }) : undefined;
  child.once("error", (error) => ended(error.message));
  child.once("exit", (code, signal) => ended(signal ? `sinal ${signal}` : `código ${code}`));

  function ended(outcome) {
    if (part.child !== child) return;
    part.child = undefined;
    if (child.pid) signalProcess(-child.pid, "SIGKILL"); // what it may have left behind
    watch?.release();
    if (part.isStopping) return;
    if (Date.now() - startedAt > backoffMs.forgottenAfter) part.waitMs = backoffMs.first;
    report(
      `${part.name} parou (${outcome}); reinicia em ${part.waitMs / 1_000} s\n${lastLines(part)}`.trimEnd(),
    );
    part.timer = setTimeout(() => launch(part, report), part.waitMs);
    part.waitMs = Math.min(part.waitMs * 2, backoffMs.most);
  }
}

async function stopPart(part) {
  part.isStopping = true;
  clearTimeout(part.timer);
  const pid = part.child?.pid;
  if (!pid) return;
  signalProcess(-pid, "SIGTERM");
  for (let waited = 0; waited < 10_000 && isAlive(-pid); waited += 50) await delay(50);
  signalProcess(-pid, "SIGKILL");
  for (let waited = 0; waited < 2_000 && part.child; waited += 20) await delay(20);
}

/** Any answer will do: a part whose database is away is up, and says so. */
async function answers(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: "manual" });
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** The end of what the part wrote since it was started. */
function lastLines(part) {
  const file = fs.openSync(part.logFile, "r");
  const { size } = fs.fstatSync(file);
  const from = Math.max(part.logStart, size - 16_384);
  const bytes = Buffer.alloc(Math.max(size - from, 0));
  fs.readSync(file, bytes, 0, bytes.length, from);
  fs.closeSync(file);
  const lines = bytes.toString("utf8").trim().split("\n").slice(-12);
  return lines
    .map((line) => `    ${line.slice(0, 300)}`)
    .join("\n")
    .trimEnd();
}

import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { guard, readText, signalProcess } from "./processes.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const running = new Set();

/**
 * Runs one command to its end in its own process group, so that a Ctrl-C reaches it through us alone.
 * Output goes to `.data/logs/<name>.log`, or to the terminal with `show`; resolves with stdout when
 * `capture` is set. `onTalk` gets what it says on stderr, a line at a time.
 * @throws Error with the end of the output when it fails
 */
export async function runStep(
  name,
  [command, ...args],
  { env = process.env, show = false, capture = false, onTalk, cwd = root, timeoutMs = 0 } = {},
) {
  const logFile = path.join(root, ".data/logs", `${name}.log`);
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, "w", 0o600);
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", capture ? "pipe" : show ? "inherit" : log, show ? "inherit" : onTalk ? "pipe" : log],
  });
  if (onTalk) relayLines(child.stderr, log, onTalk);
  else fs.closeSync(log);
  const watch = child.pid ? guard(child.pid, { group: true }) : undefined;
  const timer = timeoutMs > 0 ? setTimeout(() => signalProcess(-child.pid, "SIGKILL"), timeoutMs) : undefined;
  running.add(child);
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  try {
    const { code, signal, error } = await new Promise((resolve) => {
      child.once("error", (problem) => resolve({ error: problem }));
      child.once("close", (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
    });
    if (code === 0) return stdout;
    const tail = (readText(logFile) ?? "").trim().split("\n").slice(-30).join("\n");
    const outcome = error ? error.message : signal ? `sinal ${signal}` : `código ${code}`;
    throw Object.assign(new Error(`${name} falhou (${outcome})${tail ? `:\n${tail}` : ""}`), {
      code,
      signal,
      stdout,
    });
  } finally {
    clearTimeout(timer);
    running.delete(child);
    watch?.release();
  }
}

function relayLines(stream, log, onLine) {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text) => {
    fs.writeSync(log, text);
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line.trim()) onLine(line.trim());
  });
  stream.once("close", () => fs.closeSync(log));
}

/** Ends every step that still runs, with all its children. */
export function stopSteps() {
  for (const child of running) signalProcess(-child.pid, "SIGKILL");
}

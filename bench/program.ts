import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../scripts/install.mjs";

export type Program = {
  readonly name: string;
  /** The most memory that it ever held (VmHWM), in MiB; null where the system does not tell. */
  peakMiB(): number | null;
  stop(): Promise<void>;
};

export type ProgramOptions = {
  readonly name: string;
  /** Arguments of `node`, the program's file first. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logDir: string;
  /** Answers 2xx once the program serves. */
  readonly readyUrl: string;
};

const readyWithinMs = 60_000;

/** Starts one part of the product as a process of its own and waits until it serves. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const output = openSync(path.join(options.logDir, `${options.name}.log`), "a");
  const child = spawn(process.execPath, [...options.args], {
    cwd: root,
    env: { ...inherited(), ...options.env },
    stdio: ["ignore", output, output],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // A bench that is interrupted leaves nothing behind.
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  await untilReady(child, options);
  return {
    name: options.name,
    peakMiB: () => peakMiB(child.pid),
    async stop() {
      child.kill("SIGTERM");
      const hurry = setTimeout(end, 10_000);
      await exited;
      clearTimeout(hurry);
      process.removeListener("exit", end);
    },
  };
}

async function untilReady(child: ChildProcess, { name, readyUrl, logDir }: ProgramOptions): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const isReady = await fetch(readyUrl).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      const log = readFileSync(path.join(logDir, `${name}.log`), "utf8").slice(-2_000);
      throw new Error(`${name} não iniciou:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function peakMiB(pid: number | undefined): number | null {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) / 1024;
  } catch {
    return null;
  }
}

/** The person's environment without what would point our parts elsewhere. */
function inherited(): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "NODE_OPTIONS"];
  return Object.fromEntries(kept.map((name) => [name, process.env[name]])) as NodeJS.ProcessEnv;
}

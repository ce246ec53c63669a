import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { delay, signalProcess } from "./processes.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** Copies the sources and what was built from them; packages as hard links, which keep their owner. */
export function cloneTo(folder: string, owner?: { uid: number; gid: number }): void {
  fs.mkdirSync(folder, { recursive: true });
  const listed = execFileSync(
    "git",
    ["-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"],
    { cwd: root },
  );
  const files = listed
    .toString()
    .split("\0")
    .filter((file) => file && fs.existsSync(path.join(root, file)));
  spawnSync("cp", ["-a", "--parents", "-t", folder, ...files], { cwd: root });
  for (const built of ["generated", "dist", ".next"]) {
    spawnSync("cp", ["-a", path.join(root, built), folder]);
  }
  if (owner) execFileSync("chown", ["-R", `${owner.uid}:${owner.gid}`, folder]);
  const packages = path.join(root, "node_modules");
  if (spawnSync("cp", ["-al", packages, folder]).status !== 0) {
    fs.rmSync(path.join(folder, "node_modules"), { recursive: true, force: true });
    execFileSync("cp", ["-a", packages, folder]);
  }
}

export type StartRun = {
  readonly pid: number;
  output(): string;
  /** Resolves with the match when the output holds it. */
  says(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** What Ctrl-C in a terminal does: SIGINT to npm and everything in its process group. */
  interrupt(): Promise<number | null>;
};

/** Runs `npm start` in a clone as a terminal would, in a process group of its own. */
export function npmStart(
  folder: string,
  env: Record<string, string>,
  account?: { uid: number; gid: number },
): StartRun {
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: path.dirname(folder),
      LANG: "C.UTF-8",
      ...env,
    } as unknown as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...account,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece) => {
      text += piece;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    pid: child.pid ?? 0,
    output: () => text,
    async says(pattern, timeoutMs = 240_000) {
      for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(50)) {
        const match = pattern.exec(text);
        if (match) return match;
        if (child.exitCode !== null) break;
      }
      throw new Error(`npm start did not say ${pattern}:\n${text}`);
    },
    async interrupt() {
      signalProcess(-(child.pid ?? 0), "SIGINT");
      return exited;
    },
  };
}

export type SeenProcess = { readonly pid: number; readonly command: string };

/** Every process that runs from the folder or names it, its database (which may lie elsewhere) included. */
export function processesOf(folder: string): SeenProcess[] {
  const state = readText(path.join(folder, ".data/postgres.json"));
  const places = [folder, JSON.parse(state || "{}").data].filter(Boolean);
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const command = readText(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
    const seen = `${command} ${readLink(`/proc/${pid}/cwd`)}`;
    return command && places.some((place) => seen.includes(place)) ? [{ pid: Number(pid), command }] : [];
  });
}

/** Waits until no process of the folder is left; answers with those that stay. */
export async function remainingProcesses(folder: string, patienceMs: number): Promise<SeenProcess[]> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(100)) {
    if (processesOf(folder).length === 0) return [];
  }
  return processesOf(folder);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function readLink(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return "";
  }
}

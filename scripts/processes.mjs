import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";

/**
 * Ends `pid` when this process dies, even by `kill -9`: a shell waits at the other end of a pipe that
 * only we hold, and acts when the pipe closes. With `group` the whole process group is ended, first
 * politely. Returns `release()`, to call when `pid` has ended by itself.
 */
export function guard(pid, { signal = "TERM", group = false, graceMs = 8_000 } = {}) {
  const target = group ? `-${pid}` : `${pid}`;
  const polls = Math.ceil(graceMs / 100);
  const script = `read _; kill -s ${signal} -- ${target} 2>/dev/null
n=0; while [ $n -lt ${polls} ] && kill -s 0 -- ${target} 2>/dev/null; do sleep 0.1; n=$((n+1)); done
kill -s ${group ? "KILL" : "QUIT"} -- ${target} 2>/dev/null`;
  const shell = spawn("/bin/sh", ["-c", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  shell.on("error", () => {});
  shell.unref();
  shell.stdin.on("error", () => {});
  shell.stdin.unref?.();
  return {
    release() {
      signalProcess(shell.pid, "SIGKILL");
    },
  };
}

/** Sends a signal to a process, or with a negative number to its group; false when it is not there. */
export function signalProcess(pid, signal) {
  if (!pid) return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Whether a process (or with a negative number a group) runs; a zombie counts as dead. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return pid < 0 || !/^State:\s+Z/m.test(readText(`/proc/${pid}/status`) ?? "");
}

/** Pid and start time of a process, which together are never given twice; null when it does not run. */
export function identify(pid) {
  if (!pid || !isAlive(pid)) return null;
  const stat = readText(`/proc/${pid}/stat`);
  if (stat) return `${pid} ${stat.slice(stat.lastIndexOf(")")).split(" ")[20]}`;
  return `${pid} ${spawnSync("ps", ["-o", "lstart=", "-p", `${pid}`], { encoding: "utf8" }).stdout.trim()}`;
}

/** The pid that a file holds as written by `identify`, if that very process still runs; else null. */
export function holderOf(file) {
  const written = readText(file)?.trim();
  const pid = Number(written?.split(" ")[0]);
  return pid && identify(pid) === written ? pid : null;
}

/** Takes a lock file for this process, waiting while a living process holds it; returns its release. */
export async function takeLock(file, { onWait = () => {} } = {}) {
  for (let isFirst = true; ; isFirst = false) {
    try {
      fs.writeFileSync(file, identify(process.pid), { flag: "wx" });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isFirst)
      await delay(50); // the holder may be between creating and filling the file
    else if (holderOf(file) === null) fs.rmSync(file, { force: true });
    else {
      onWait();
      await delay(200);
    }
  }
}

export function readText(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

export function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

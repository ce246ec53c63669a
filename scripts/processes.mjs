import { spawn } from "node:child_process";

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
  const shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true, cwd: "/" });
  shell.on("error", () => {});
  shell.unref();
  shell.stdin.on("error", () => {});
  shell.stdin.unref?.();
  return {
    release() {
      try {
        if (shell.pid) process.kill(shell.pid, "SIGKILL");
      } catch {
        // already gone
      }
    },
  };
}

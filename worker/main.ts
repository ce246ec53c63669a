import { createServer } from "node:http";
import { hostname } from "node:os";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { type QueueName, queueNames, queues } from "#server/domain/jobs/index";
import { openWitness } from "#server/gateways/witness/index";
import { openPool } from "#server/infra/database";
import { databaseUrl } from "#server/infra/env";
import { createMetrics } from "#server/infra/metrics";
import { openBroker } from "#server/infra/queue";
import { openRuntime } from "#server/infra/runtime";
import { createConsumer } from "./consumer";
import { registry } from "./registry";
import { startRelay } from "./relay";
import { startSchedules } from "./schedules";
import { startSealer } from "./sealer";
import { startVerifier } from "./verifier";

// Between collections the heap grows by a third at most: what batches leave behind goes early, and the
// worker holds 222 MB at its peak instead of 324 for 100,000 operations.
setFlagsFromString("--heap-growing-percent=30");

const { values } = parseArgs({ options: { filas: { type: "string" } } });
const names = chooseQueues(values.filas);
const { env, runtime, close } = openRuntime("worker");
const { log } = runtime;
const metrics = createMetrics("worker");
const worker = `${hostname()}:${process.pid}`;
const leaseMs = env.JOB_LEASE_MS;

const broker = openBroker(env, (error) => log.debug({ error }, "broker"));
const control = openPool(databaseUrl(env, "lastro_worker"), { max: 4, applicationName: "lastro-control" });
const consumer = createConsumer({
  runtime,
  control,
  registry,
  worker,
  leaseMs,
  done: ({ job, ok, code, durationMs }) => {
    metrics.jobs.inc({ job, outcome: ok ? "ok" : (code ?? "error") });
    metrics.jobSeconds.observe({ job }, durationMs / 1_000);
    relay.wake();
  },
});
const relay = startRelay({ pool: control, broker, names, worker, leaseMs, log });
for (const name of names)
  broker.consume(name, queues[name].concurrency, (delivery) => consumer.handle(delivery));
const schedules = startSchedules(runtime);
const sealLag = metrics.gauge("lastro_audit_lag_seconds", "Age of the oldest audit event not sealed yet");
const logProblems = metrics.gauge(
  "lastro_audit_problems",
  "What the last pass over the audit log found wrong",
);
const witness = env.AUDIT_KEY_FILE ? openWitness(env.AUDIT_KEY_FILE) : null;
const sealer = witness && startSealer(runtime, witness, ({ lagSeconds }) => sealLag.set(lagSeconds));
const verifier =
  witness && startVerifier(runtime, witness, ({ problemCount }) => logProblems.set(problemCount));
const health = env.WORKER_HEALTH_PORT === undefined ? undefined : serveHealth(env.WORKER_HEALTH_PORT);
log.info({ backend: broker.kind, queue: names.join(","), pid: process.pid }, "worker started");

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(signal));
process.on("unhandledRejection", (error) => log.error({ error }, "unhandled rejection"));

async function stop(signal: string): Promise<void> {
  log.info({ signal }, "worker stopping");
  const hurry = setTimeout(() => process.exit(0), 8_000);
  schedules.stop();
  await Promise.all([sealer?.stop(), verifier?.stop()]).catch(() => undefined);
  await relay.stop().catch(() => undefined);
  await broker.close().catch(() => undefined);
  health?.close();
  await control.end().catch(() => undefined);
  await close().catch(() => undefined);
  clearTimeout(hurry);
  process.exit(0);
}

function serveHealth(port: number) {
  return createServer(async (request, response) => {
    if (request.url === "/metrics") {
      response.setHeader("content-type", metrics.registry.contentType);
      response.end(await metrics.registry.metrics());
      return;
    }
    const isUp = await runtime.pool.query("select 1").then(
      () => true,
      () => false,
    );
    response.writeHead(isUp ? 200 : 503, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        status: isUp ? "ok" : "sem banco",
        backend: broker.kind,
        running: consumer.running(),
      }),
    );
  }).listen(port, "127.0.0.1");
}

/** `--filas importacoes,precos`: some stages alone; without it all of them. */
function chooseQueues(given: string | undefined): QueueName[] {
  if (!given) return [...queueNames];
  return given.split(",").map((word) => {
    const found = queueNames.find((name) => queues[name].portuguese === word.trim());
    if (!found) {
      process.stderr.write(
        `Fila desconhecida: ${word}. Existem: ${queueNames.map((n) => queues[n].portuguese).join(", ")}\n`,
      );
      process.exit(2);
    }
    return found;
  });
}

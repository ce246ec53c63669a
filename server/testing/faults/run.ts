import { verifyInvariants } from "#server/domain/invariants/index";
import { codeOf, universe } from "#server/sandbox/anbima/universe";
import { createRandom } from "../random";
import { doFault, type Scene } from "./acts";
import { readBooks } from "./books";
import { breaches } from "./outside";
import { type Cast, createCast, payIn } from "./people";
import { planRun, type RunPlan, type Step } from "./plan";
import { countDone, describeStandstill, untilQuiet, whatMoves } from "./quiet";
import { recount } from "./recount";
import type { Stack, World } from "./stack";
import { until } from "./until";
import { sendFile } from "./uploads";

const leaseMs = 2_000;
/** A run whose prices come slowly does not wait for them to go on. */
const patienceMs = 4_000;
const healedWithinMs = Number(process.env.FAULT_HEAL_MS ?? 60_000);

export const codeOfIsin: ReadonlyMap<string, string> = new Map(
  universe.map((asset) => [asset.isin, codeOf(asset)]),
);

/**
 * One seeded run: real processes, files under way, faults as planned, healing, and then the count of
 * everything. @throws Error that names what does not agree
 */
export async function runFaults(stack: Stack, seed: number): Promise<void> {
  const plan = planRun(seed, stack.backend, leaseMs);
  const world = await stack.openWorld({ seed, anbima: plan.anbima, leaseMs });
  try {
    const cast = await createCast(world, plan.funds);
    const files = await play(world, cast, plan);
    const taken = [...files.values()].sort().join();
    if (taken !== plan.files.toSorted().join()) throw new Error("not every file was taken once");
    await untilQuiet(world, healedWithinMs);
    await check(world, cast, files);
  } catch (error) {
    const summary = `seed ${seed} on ${stack.backend}: ${summaryOf(plan)}`;
    throw new Error([summary, (error as Error).message, await storyOf(world)].join("\n"), { cause: error });
  } finally {
    await world.close();
  }
}

/** Files and faults in their turn. @returns the text of each upload that was taken */
async function play(world: World, cast: Cast, plan: RunPlan): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const send = async (file: number) => {
    const text = plan.files[file] ?? "";
    const { uploadId, isDuplicate } = await sendFile(world, cast, text);
    if (!isDuplicate) files.set(uploadId, text);
  };
  const scene: Scene = { world, random: createRandom(plan.seed + 1), healing: [], sendAgain: send };
  for (let i = 0; i < plan.workers; i++) world.startWorker();
  for (const step of plan.steps) {
    await turnOf(world, step);
    if (step.act.kind === "send") await send(step.act.file);
    else if (step.act.kind === "pay in") await payIn(world, cast, step.act.code, step.act.amountCents);
    else await doFault(scene, step.act);
  }
  await Promise.all(scene.healing);
  world.sandbox.control.anbima.set({ failureRate: 0 });
  return files;
}

/** Its turn has come when enough jobs have ended, when nothing moves that could end, or after a while. */
async function turnOf(world: World, { at }: Step): Promise<void> {
  await until(
    `${at} jobs to end`,
    patienceMs,
    async () => (await countDone(world)) >= at || (await whatMoves(world)).length === 0,
    20,
  ).catch(() => undefined);
}

export async function check(world: World, cast: Cast, files: ReadonlyMap<string, string>): Promise<void> {
  const crashed = world.workers.filter((worker) => !worker.wasKilled && !worker.isRunning);
  const books = await readBooks(world.owner);
  const journal = world.sandbox.control.anbima.journal.page();
  const problems = [
    ...crashed.map((worker) => `worker ${worker.pid} ended by itself`),
    ...(await breaches(world)),
    ...(await verified(world)),
    ...recount({ books, files, journal, paidIn: cast.paidIn, codeOfIsin }),
  ];
  if (problems.length > 0)
    throw new Error(`${problems.length} problems:\n${problems.slice(0, 20).join("\n")}`);
}

/** What `lastro conferir` says is broken. */
async function verified(world: World): Promise<string[]> {
  const { invariantes } = await verifyInvariants(world.system);
  return invariantes
    .filter(({ falhas }) => falhas > 0)
    .map(({ nome, falhas, exemplos }) => `${nome}: ${falhas}, ${JSON.stringify(exemplos.slice(0, 2))}`);
}

function summaryOf({ steps, workers, funds, anbima }: RunPlan): string {
  const acts = steps.map(({ at, act }) => `${at} ${act.kind}${"forMs" in act ? ` ${act.forMs} ms` : ""}`);
  return `${workers} workers, ${funds.length} funds, ANBIMA ${anbima.failureRate}; ${acts.join(", ")}`;
}

/** Where everything stands, and what the workers said last. */
export async function storyOf(world: World): Promise<string> {
  const standstill = await describeStandstill(world).catch(String);
  const outputs = world.workers.map((worker) => `worker ${worker.pid}: ${worker.output().slice(-1_200)}`);
  return [standstill, ...outputs].join("\n");
}

import { addBusinessDays } from "#server/kernel/business-day";
import {
  type AnbimaSwitchesPatch,
  type TransportKind,
  type WrongKind,
  wrongKinds,
} from "#server/sandbox/anbima/switches";
import { codeOf, universe } from "#server/sandbox/anbima/universe";
import { createRandom, type Random } from "../random";
import { writeOperationsFile } from "./operations-file";
import type { FundPlan } from "./people";
import type { Backend } from "./stack";

/** Something that happens to the running system. Those with `forMs` heal by themselves in the background. */
export type Fault =
  | { kind: "kill a worker" }
  | { kind: "pause a worker"; forMs: number }
  | { kind: "kill PostgreSQL"; startsWorker: boolean }
  | { kind: "cut connections"; share: number }
  | { kind: "empty Redis" }
  | { kind: "kill Redis"; forMs: number }
  | { kind: "forge deliveries" }
  | { kind: "send a file again"; file: number }
  | { kind: "kill every worker" };
export type Step = {
  at: number;
  act: Fault | { kind: "send"; file: number } | { kind: "pay in"; code: string; amountCents: bigint };
};

export type RunPlan = {
  readonly seed: number;
  readonly funds: readonly FundPlan[];
  readonly files: readonly string[];
  readonly anbima: AnbimaSwitchesPatch;
  readonly workers: number;
  /** In order of `at`: how many jobs have ended when it happens. */
  readonly steps: readonly Step[];
};

const faultKinds: readonly Fault["kind"][] = [
  "kill a worker",
  "pause a worker",
  "kill PostgreSQL",
  "empty Redis",
  "cut connections",
  "kill Redis",
  "forge deliveries",
  "kill every worker",
  "send a file again",
];
const redisOnly: readonly Fault["kind"][] = ["empty Redis", "kill Redis"];

const passingKinds: readonly TransportKind[] = [
  ...(["refused", "500", "502", "503", "504", "429", "401", "403", "hang", "slow"] as const),
  ...(["truncated", "html200", "malformed", "wrong_length", "empty", "null", "empty_list"] as const),
];

/** Everything about one run that a seed decides. The same seed gives the same plan on each backend. */
export function planRun(seed: number, backend: Backend, leaseMs: number): RunPlan {
  const random = createRandom(seed);
  const isCrowded = seed % 6 === 5;
  const rows = random.between(600, 2_000);
  const funds = planFunds(random, isCrowded ? 1 : random.between(2, 4), rows);
  const assets = random.some(universe, random.between(8, 20));
  const last = random.pick(["2026-07-15", "2026-09-08", "2026-03-20"]);
  const days = Array.from({ length: random.between(1, 3) }, (_, i) => addBusinessDays(last, -i));
  const fileCount = random.between(2, 4);
  const files = Array.from({ length: fileCount }, (_, i) =>
    writeOperationsFile(random, {
      rows: Math.ceil(rows / fileCount),
      idPrefix: random.chance(0.15) ? "A" : `F${i}`,
      fundCodes: funds.map((fund) => fund.code),
      days,
      assets,
      marketSeed: seed,
      padding: random.chance(0.25) ? 12_000 : 0,
    }),
  );
  const wrong = random
    .some(assets, random.between(0, 4))
    .map((asset) => [codeOf(asset), pickWrong(random)] as const);
  const anbima: AnbimaSwitchesPatch = {
    failureRate: random.pick([0.3, 0.5, 0.7]),
    kinds: random.some(passingKinds, random.between(3, 8)),
    latencyMs: random.pick([5, 40, 120]),
    wrongCodes: Object.fromEntries(wrong),
  };
  const workers = isCrowded ? 8 : random.between(2, 3);
  return {
    seed,
    funds,
    files,
    anbima,
    workers,
    steps: planSteps(random, { seed, backend, leaseMs, fileCount, funds }),
  };
}

/** One that spoils its whole list is left out: it would never end. */
function pickWrong(random: Random): WrongKind {
  return random.pick(wrongKinds.filter((kind) => kind !== "duplicate_keys"));
}

function planFunds(random: Random, count: number, rows: number): FundPlan[] {
  // One operation a transaction costs a synchronous write each: few of them, none that waits for cash.
  const isPoor = Array.from({ length: count }, () => random.chance(0.4));
  return Array.from({ length: count }, (_, i) => ({
    code: `FUNDO-${"ABCDE"[i]}`,
    rounding: random.pick(["HALF_UP", "TRUNCATE"] as const),
    priceBasis: random.pick(["anbima", "anbima", "informado"] as const),
    engine: i === 1 && rows < 1_000 && !isPoor[i] ? "linha" : "conjunto",
    // Plenty, or so little that most purchases wait for sales and for money paid in.
    openingCents: isPoor[i] ? 2_000_000_00n : 100_000_000_000_00n,
  }));
}

type StepContext = {
  seed: number;
  backend: Backend;
  leaseMs: number;
  fileCount: number;
  funds: readonly FundPlan[];
};

function planSteps(random: Random, { seed, backend, leaseMs, fileCount, funds }: StepContext): Step[] {
  const kinds = faultKinds.filter((kind) => backend === "redis" || !redisOnly.includes(kind));
  const chosen = Array.from({ length: random.between(3, 5) }, (_, i) =>
    // Seeds in a row begin with each kind in turn.
    i === 0 ? (kinds[seed % kinds.length] as Fault["kind"]) : random.pick(kinds),
  );
  const steps: Step[] = chosen.map((kind) => ({
    at: random.below(70),
    act: planFault(random, kind, leaseMs, fileCount),
  }));
  for (let file = 0; file < fileCount; file++)
    steps.push({ at: file === 0 ? 0 : random.below(40), act: { kind: "send", file } });
  for (const { code } of funds) {
    if (random.chance(0.5))
      steps.push({
        at: random.below(80),
        act: { kind: "pay in", code, amountCents: BigInt(random.between(1, 9)) * 1_000_000_00n },
      });
  }
  return steps.sort((a, b) => a.at - b.at);
}

function planFault(random: Random, kind: Fault["kind"], leaseMs: number, fileCount: number): Fault {
  switch (kind) {
    case "pause a worker":
      return { kind, forMs: leaseMs + random.between(500, 2_500) };
    case "kill PostgreSQL":
      return { kind, startsWorker: random.chance(0.5) };
    case "cut connections":
      return { kind, share: random.pick([0.2, 0.6, 1]) };
    case "kill Redis":
      return { kind, forMs: random.between(500, 4_000) };
    case "send a file again":
      return { kind, file: random.below(fileCount) };
    default:
      return { kind };
  }
}

import { queueNames } from "#server/domain/jobs/index";
import { readEnv } from "#server/infra/env";
import { openBroker } from "#server/infra/queue";
import { newId } from "#server/kernel/id";
import type { Random } from "../random";
import type { Fault } from "./plan";
import type { World } from "./stack";

/** What a fault needs to know and leaves behind. */
export type Scene = {
  readonly world: World;
  readonly random: Random;
  /** What heals by itself; settled before a run waits for the end. */
  readonly healing: Promise<unknown>[];
  sendAgain(file: number): Promise<void>;
};

/** Does one fault to the running system. Resolves once it has happened, not once it is healed. */
export async function doFault(scene: Scene, fault: Fault): Promise<void> {
  const { world } = scene;
  switch (fault.kind) {
    case "kill a worker":
      await anyWorker(scene)?.kill();
      world.startWorker();
      return;
    case "kill every worker":
      await Promise.all(world.workers.map((worker) => worker.kill()));
      world.startWorker();
      world.startWorker();
      return;
    case "pause a worker":
      return pauseWorker(scene, fault.forMs);
    case "kill PostgreSQL":
      await world.stack.postgres.kill();
      if (fault.startsWorker) world.startWorker();
      return world.stack.postgres.restart();
    case "cut connections":
      return cutConnections(world, fault.share);
    case "empty Redis":
      return world.stack.redis?.flush();
    case "kill Redis":
      return killRedis(scene, fault.forMs);
    case "forge deliveries":
      return forgeDeliveries(scene);
    case "send a file again":
      return scene.sendAgain(fault.file);
  }
}

function anyWorker({ world, random }: Scene) {
  const running = world.workers.filter((worker) => worker.isRunning);
  return running.length > 0 ? random.pick(running) : undefined;
}

async function pauseWorker(scene: Scene, forMs: number): Promise<void> {
  const worker = anyWorker(scene);
  worker?.pause();
  scene.healing.push(after(forMs).then(() => worker?.resume()));
}

async function killRedis({ world, healing }: Scene, forMs: number): Promise<void> {
  await world.stack.redis?.kill();
  healing.push(after(forMs).then(() => world.stack.redis?.restart()));
}

/** How long a fault lasts is part of the fault; nothing is waited for by it. */
function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function cutConnections({ owner }: World, share: number): Promise<void> {
  await owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name not like 'faults-%' and random() < $1`,
    [share],
  );
}

/** Hands over what a confused or hostile queue might: old claims, unknown jobs, nonsense, each several times. */
async function forgeDeliveries({ world, random }: Scene): Promise<void> {
  const env = readEnv({
    DATABASE_OWNER_URL: world.ownerUrl,
    ...(world.redisUrl ? { REDIS_URL: world.redisUrl } : {}),
  });
  const broker = openBroker(env, () => undefined);
  try {
    const { rows } = await world.owner.query<{ id: string; token: bigint }>(
      "select id, lease_token as token from job order by created_at desc limit 40",
    );
    for (const queue of queueNames) {
      const real = random.some(rows, 10).flatMap(({ id, token }) => [
        { id, token: token.toString() },
        { id, token: (token + 1n).toString() },
        { id, token: (token - 1n).toString() },
      ]);
      const nonsense = [
        { id: newId(), token: "1" },
        { id: "x", token: "x" },
        {} as { id: string; token: string },
      ];
      // The queue of this moment may be the one that a fault took away.
      await broker.deliver(queue, [...real, ...nonsense, ...real]).catch(() => undefined);
    }
  } finally {
    await broker.close().catch(() => undefined);
  }
}

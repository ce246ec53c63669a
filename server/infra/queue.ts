import {
  createPostgresBackend,
  type Job,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { databaseUrl, type Env } from "./env";

/** What travels: the id of a `job` row and the claim it was handed over under. */
export type Delivery = { id: string; token: string };

export type Broker = {
  readonly kind: "redis" | "postgres";
  deliver(queue: string, deliveries: readonly Delivery[]): Promise<void>;
  consume(queue: string, concurrency: number, handle: (delivery: Delivery) => Promise<void>): void;
  close(): Promise<void>;
};

/** BullMQ on Redis when `REDIS_URL` is set, on its PostgreSQL backend when not. Decided here and nowhere else. */
export function openBroker(env: Env, onError: (error: Error) => void): Broker {
  return env.REDIS_URL
    ? redisBroker(env.REDIS_URL, onError)
    : postgresBroker(databaseUrl(env, "lastro_worker"), onError);
}

type Parts = {
  kind: Broker["kind"];
  queueOptions: () => QueueOptions;
  workerOptions: () => WorkerOptions;
  backend?: typeof createPostgresBackend;
  end: () => Promise<void>;
};

function redisBroker(url: string, onError: (error: Error) => void): Broker {
  const retryStrategy = (times: number) => Math.min(200 * times, 2_000);
  // The producer fails at once while Redis is away: the job row stays in PostgreSQL and is offered again.
  const producer = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    retryStrategy,
    commandTimeout: 5_000,
  });
  const consumer = new Redis(url, { maxRetriesPerRequest: null, retryStrategy });
  producer.on("error", onError);
  consumer.on("error", onError);
  return broker(
    {
      kind: "redis",
      queueOptions: () => ({ connection: producer as never, skipWaitingForReady: true }) as QueueOptions,
      workerOptions: () => ({ connection: consumer as never }),
      end: async () => {
        producer.disconnect();
        consumer.disconnect();
      },
    },
    onError,
  );
}

function postgresBroker(connectionString: string, onError: (error: Error) => void): Broker {
  const pool = new pg.Pool({
    connectionString,
    max: 12,
    options: "-c search_path=bullmq",
    application_name: "lastro-queue",
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  // Every queue and worker listens on the pool, and a client that is out of it when its connection ends
  // has nobody else to hear its error.
  pool.setMaxListeners(0);
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  return broker(
    {
      kind: "postgres",
      queueOptions: () => ({ connection: pool as never }),
      workerOptions: () => ({ connection: pool as never }),
      backend: createPostgresBackend,
      end: () => pool.end(),
    },
    onError,
  );
}

/** On PostgreSQL a bulk makes temporary tables (9 ms, however few the jobs); up to here one by one is cheaper. */
const fewJobs = 4;

const ended = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

function broker(parts: Parts, onError: (error: Error) => void): Broker {
  const queues = new Map<string, Queue>();
  const consumers: { close(): Promise<void> }[] = [];
  const queueOf = (name: string): Queue => {
    let queue = queues.get(name);
    if (!queue) {
      queue = new Queue(name, parts.queueOptions(), parts.backend as undefined);
      queue.on("error", onError);
      queues.set(name, queue);
    }
    return queue;
  };
  // A queue that failed once while its broker was away may remember that for ever.
  const forgetQueue = (name: string) => {
    const queue = queues.get(name);
    queues.delete(name);
    void queue?.close().catch(() => undefined);
  };
  return {
    kind: parts.kind,
    async deliver(name, deliveries) {
      const jobs = deliveries.map((delivery) => ({
        name,
        data: delivery,
        opts: { ...ended, jobId: `${delivery.id}-${delivery.token}` },
      }));
      try {
        if (parts.kind === "redis" || jobs.length > fewJobs) await queueOf(name).addBulk(jobs);
        else await Promise.all(jobs.map((job) => queueOf(name).add(job.name, job.data, job.opts)));
      } catch (error) {
        forgetQueue(name);
        throw error;
      }
    },
    consume(name, concurrency, handle) {
      const options = {
        ...parts.workerOptions(),
        concurrency,
        autorun: false,
        lockDuration: 30_000,
        stalledInterval: 15_000,
        maxStalledCount: 10,
        drainDelay: 5,
        // After a lost connection; the default keeps a worker idle for 15 s once its broker is back.
        runRetryDelay: 500,
      };
      const open = () => {
        const run = async (job: Job) => handle(job.data as Delivery);
        const worker = new Worker(name, run, options, parts.backend as undefined);
        worker.on("error", onError);
        return worker;
      };
      consumers.push(keepConsuming(open, onError));
    },
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await parts.end();
    },
  };
}

const openAgainMs = 500;

/**
 * Runs a BullMQ worker once it is ready. One that was made while its broker was away remembers that for
 * ever, and on PostgreSQL spins on it: it is thrown away, and another one made.
 */
function keepConsuming(open: () => Worker, onError: (error: Error) => void): { close(): Promise<void> } {
  let isClosing = false;
  let worker = open();
  const run = async () => {
    for (;;) {
      try {
        await worker.waitUntilReady();
        if (!isClosing) await worker.run();
      } catch (error) {
        onError(error as Error);
      }
      if (isClosing) return;
      await worker.close(true).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, openAgainMs));
      if (isClosing) return;
      worker = open();
    }
  };
  void run();
  return {
    close() {
      isClosing = true;
      return worker.close();
    },
  };
}

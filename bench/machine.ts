import os from "node:os";

export type Machine = {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** Processes that wanted a core in the last minute: above the cores, the figures are of a busy machine. */
  readonly loadAverage: number;
};

/** What the figures of a run belong to. */
export function describeMachine(postgres: string): Machine {
  const cpus = os.cpus();
  return {
    cores: os.availableParallelism(),
    cpu: cpus[0]?.model.trim() ?? "desconhecida",
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    postgres,
    loadAverage: os.loadavg()[0] ?? 0,
  };
}

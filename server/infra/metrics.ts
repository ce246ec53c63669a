import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Prometheus metrics of one process. Labels are names of ours: never ids, people or amounts. */
export function createMetrics(part: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ part });
  collectDefaultMetrics({ register: registry, prefix: "lastro_" });
  const registers = [registry];
  return {
    registry,
    jobs: new Counter({
      name: "lastro_jobs_total",
      help: "Jobs run, by name and outcome",
      labelNames: ["job", "outcome"] as const,
      registers,
    }),
    jobSeconds: new Histogram({
      name: "lastro_job_seconds",
      help: "Duration of jobs",
      labelNames: ["job"] as const,
      buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60],
      registers,
    }),
    requests: new Histogram({
      name: "lastro_http_seconds",
      help: "Duration of HTTP requests",
      labelNames: ["route", "method", "status"] as const,
      buckets: [0.005, 0.02, 0.05, 0.15, 0.5, 1, 5],
      registers,
    }),
    gauge: (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name, help, labelNames, registers }),
  };
}

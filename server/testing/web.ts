import { web, webCtx } from "#server/infra/web-context";
import type { Actor } from "#server/kernel/actor";
import { newId } from "#server/kernel/id";
import type { TestRuntime } from "./runtime";

/**
 * Web requests against a test's database: Prisma's transactions on the role that row-level security
 * binds. One at a time, since a process keeps one client.
 */
export function openTestWeb(system: TestRuntime) {
  Object.assign(process.env, { DATABASE_OWNER_URL: system.ownerUrl, LOG_LEVEL: "silent" });
  return {
    contextOf: (actor: Actor) => ({ ctx: webCtx(actor, newId()), requestId: newId() }),
    async close() {
      await web().prisma.$disconnect();
      // The next test file of this process opens its own.
      delete (globalThis as { lastroWeb?: unknown }).lastroWeb;
    },
  };
}

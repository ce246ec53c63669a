import { systemActor } from "#server/infra/context";
import { webCtx } from "#server/infra/web-context";
import { webMetrics } from "#server/infra/web-metrics";
import { newId } from "#server/kernel/id";
import { createMetricsHandler } from "#server/rest/metrics";

export const dynamic = "force-dynamic";

export const GET = createMetricsHandler({
  ctxOf: webCtx,
  reader: () => webCtx(systemActor("metrics"), newId()),
  contentType: () => webMetrics().registry.contentType,
  render: (tx) => webMetrics().render(tx),
});

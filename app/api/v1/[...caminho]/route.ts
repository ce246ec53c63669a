import { noticeAuth, webCtx } from "#server/infra/web-context";
import { webMetrics } from "#server/infra/web-metrics";
import { createRestHandler } from "#server/rest/handler";
import { routes } from "#server/rest/routes";

const handle = createRestHandler({
  routes,
  ctxOf: webCtx,
  noticeAuth,
  onAnswer: ({ route, method, status, seconds }) =>
    webMetrics().requests.observe({ route: `/api/v1${route}`, method, status }, seconds),
});

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};

import type { Route } from "./route";
import { listEventsRoute, listOperationEventsRoute, proveEventRoute } from "./routes/audit";
import { cancelImportRoute, confirmImportRoute, correctionRoute } from "./routes/corrections";
import { createImportRoute } from "./routes/create-import";
import { fundBalanceRoute, listFundsRoute } from "./routes/funds";
import { getImportRoute, listImportsRoute, rejectedRowsRoute } from "./routes/imports";
import { anbimaNoticeRoute } from "./routes/notices";
import { openApiRoute } from "./routes/open-api";
import { getOperationRoute, listOperationsRoute, reverseOperationRoute } from "./routes/operations";
import { countReviewsRoute, listReviewsRoute } from "./routes/review";

/** Every address of `/api/v1`; each declares its right (proved by `rights.int.test.ts`). */
export const routes: readonly Route[] = [
  createImportRoute,
  listImportsRoute,
  getImportRoute,
  rejectedRowsRoute,
  correctionRoute,
  confirmImportRoute,
  cancelImportRoute,
  listFundsRoute,
  fundBalanceRoute,
  listOperationsRoute,
  getOperationRoute,
  reverseOperationRoute,
  listReviewsRoute,
  countReviewsRoute,
  listEventsRoute,
  listOperationEventsRoute,
  proveEventRoute,
  anbimaNoticeRoute,
  openApiRoute(() => routes),
];

import { createCallerFactory, router } from "./init";
import { fundsRouter } from "./routers/funds";
import { importsRouter } from "./routers/imports";
import { operationsRouter } from "./routers/operations";
import { reviewRouter } from "./routers/review";
import { sessionRouter } from "./routers/session";

/** Every procedure of the screens; each declares its right (proved by `rights.test.ts`). */
export const appRouter = router({
  funds: fundsRouter,
  imports: importsRouter,
  operations: operationsRouter,
  review: reviewRouter,
  session: sessionRouter,
});
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);

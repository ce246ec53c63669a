import { createCallerFactory, router } from "./init";
import { fundsRouter } from "./routers/funds";
import { homeRouter } from "./routers/home";
import { importsRouter } from "./routers/imports";
import { notificationsRouter } from "./routers/notifications";
import { operationsRouter } from "./routers/operations";
import { reviewRouter } from "./routers/review";
import { searchRouter } from "./routers/search";
import { sessionRouter } from "./routers/session";

/** Every procedure of the screens; each declares its right (proved by `rights.test.ts`). */
export const appRouter = router({
  funds: fundsRouter,
  home: homeRouter,
  imports: importsRouter,
  notifications: notificationsRouter,
  operations: operationsRouter,
  review: reviewRouter,
  search: searchRouter,
  session: sessionRouter,
});
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);

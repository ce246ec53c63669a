import { createCallerFactory, router } from "./init";
import { auditRouter } from "./routers/audit";
import { fundsRouter } from "./routers/funds";
import { homeRouter } from "./routers/home";
import { importsRouter } from "./routers/imports";
import { notificationsRouter } from "./routers/notifications";
import { operationsRouter } from "./routers/operations";
import { profileRouter } from "./routers/profile";
import { reversalsRouter } from "./routers/reversals";
import { reviewRouter } from "./routers/review";
import { searchRouter } from "./routers/search";
import { sessionRouter } from "./routers/session";
import { tokensRouter } from "./routers/tokens";
import { usersRouter } from "./routers/users";
import { viewsRouter } from "./routers/views";

/** Every procedure of the screens; each declares its right (proved by `rights.test.ts`). */
export const appRouter = router({
  audit: auditRouter,
  funds: fundsRouter,
  home: homeRouter,
  imports: importsRouter,
  notifications: notificationsRouter,
  operations: operationsRouter,
  profile: profileRouter,
  reversals: reversalsRouter,
  review: reviewRouter,
  search: searchRouter,
  session: sessionRouter,
  tokens: tokensRouter,
  users: usersRouter,
  views: viewsRouter,
});
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);

import { z } from "zod";
import { findUploadNames } from "#server/domain/imports/queries";
import { readNotifications, readNotificationsInput } from "#server/domain/notifications/index";
import { listNotifications } from "#server/domain/notifications/queries";
import { findReviewNames } from "#server/domain/review/queries";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

export const notificationsRouter = router({
  list: query("signed-in")
    .input(z.strictObject({ isUnread: z.boolean().nullish(), ...page }))
    .query(async ({ ctx: { tx }, input }) => {
      const found = await listNotifications(tx, input);
      const ids = found.items.map((item) => item.subjectId);
      const names = new Map([...(await findUploadNames(tx, ids)), ...(await findReviewNames(tx, ids))]);
      return {
        ...found,
        items: found.items.map((item) => ({ ...item, name: names.get(item.subjectId) ?? null })),
      };
    }),
  read: mutation("signed-in")
    .input(readNotificationsInput)
    .mutation(({ ctx: { tx }, input }) => readNotifications(tx, input)),
});

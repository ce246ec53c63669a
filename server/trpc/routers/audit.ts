import { countReading, revealPersonal } from "#server/domain/audit/index";
import {
  countEvents,
  countNewer,
  getEvent,
  getIntegrity,
  listActors,
  listEvents,
  listFields,
  readDensity,
  readProof,
} from "#server/domain/audit/queries";
import { eventFilter, eventRef, newerInput, revealInput } from "#server/domain/audit/schemas";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

export const auditRouter = router({
  list: query("audit:read")
    .input(eventFilter.extend(page))
    .query(async ({ ctx: { tx }, input }) => {
      const events = await listEvents(tx, input);
      const { cursor: _, direction: __, limit: ___, ...filter } = input;
      await countReading(tx, filter, events.items.length);
      return events;
    }),
  count: query("audit:read")
    .input(eventFilter)
    .query(({ ctx: { tx }, input }) => countEvents(tx, input)),
  newer: query("audit:read")
    .input(newerInput)
    .query(({ ctx: { tx }, input }) => countNewer(tx, input)),
  density: query("audit:read")
    .input(eventFilter)
    .query(({ ctx: { tx }, input }) => readDensity(tx, input)),
  get: query("audit:read")
    .input(eventRef)
    .query(({ ctx: { tx }, input }) => getEvent(tx, input.eventId)),
  proof: query("audit:read")
    .input(eventRef)
    .query(({ ctx: { tx }, input }) => readProof(tx, input.eventId)),
  actors: query("audit:read").query(({ ctx: { tx } }) => listActors(tx)),
  fields: query("audit:read").query(({ ctx: { tx } }) => listFields(tx)),
  integrity: query("audit:read").query(({ ctx: { tx } }) => getIntegrity(tx)),
  reveal: mutation("audit:read")
    .input(revealInput)
    .mutation(({ ctx: { tx }, input }) => revealPersonal(tx, input)),
});

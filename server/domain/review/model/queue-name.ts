/** What I can decide now, everything open, what lacks a second person, what was put off, what is being held. */
export const queueNames = ["mine", "all", "second", "snoozed", "held"] as const;
export type QueueName = (typeof queueNames)[number];

/** Soonest due, longest waiting, or most money first; what has no price counts as most. */
export const queueOrders = ["due", "age", "amount"] as const;
export type QueueOrder = (typeof queueOrders)[number];

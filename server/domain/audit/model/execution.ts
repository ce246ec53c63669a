/**
 * What every execution of an operation says, and nothing else says so often: the indexes of what is rare
 * leave it out, and its fields are known without looking.
 */
export const executed = {
  action: "operation.execute",
  fields: ["entryId", "state", "totalCents", "unitPrice"],
} as const;

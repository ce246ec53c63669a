import { v7 } from "uuid";

/** A new UUIDv7: grows with time, so that index pages stay hot. */
export function newId(): string {
  return v7();
}

import type { Reading } from "../answers";

const keyOf = (uploadId: string) => `lastro.leitura.${uploadId}`;

/** Keeps choices in this browser until the server has them; a storage that is full or off loses nothing else. */
export function holdChoices(uploadId: string, choices: Partial<Reading>): void {
  try {
    localStorage.setItem(keyOf(uploadId), JSON.stringify({ ...heldChoices(uploadId), ...choices }));
  } catch {
    // The choice is on its way to the server all the same.
  }
}

/** What was chosen and never arrived: the page was closed without a connection. */
export function heldChoices(uploadId: string): Partial<Reading> | null {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(keyOf(uploadId)) ?? "null");
    return typeof held === "object" ? (held as Partial<Reading> | null) : null;
  } catch {
    return null;
  }
}

export function releaseChoices(uploadId: string): void {
  try {
    localStorage.removeItem(keyOf(uploadId));
  } catch {
    // Nothing was kept.
  }
}

import type { Reading } from "../answers";

/** The reading that a choice was made on, as the server numbers it. */
export type SeenReading = { version: number; reading: Reading };
/** What was chosen, and on what. */
export type HeldChoices = { on: SeenReading; choices: Partial<Reading> };

const keyOf = (uploadId: string) => `lastro.leitura.${uploadId}`;

/** Keeps choices in this browser until the server has them; a storage that is full or off loses nothing else. */
export function holdChoices(uploadId: string, on: SeenReading, choices: Partial<Reading>): void {
  const held: HeldChoices = { on, choices: { ...heldChoices(uploadId)?.choices, ...choices } };
  try {
    localStorage.setItem(keyOf(uploadId), JSON.stringify(held));
  } catch {
    // The choice is on its way to the server all the same.
  }
}

/** What was chosen and never arrived: the page was closed without a connection. */
export function heldChoices(uploadId: string): HeldChoices | null {
  try {
    const held = JSON.parse(localStorage.getItem(keyOf(uploadId)) ?? "null") as HeldChoices | null;
    return typeof held?.on?.version === "number" && typeof held.choices === "object" ? held : null;
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

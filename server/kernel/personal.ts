import type { Actor } from "./actor";

/** Whether names and addresses of people are shown to them; to an outsider they are not. */
export function seesPersonal(actor: Actor): boolean {
  return actor.kind === "job" || actor.kind === "system" || actor.capabilities.has("personal:read");
}

/** A person's name, or for who may not see it, initials and the end of the id: two people stay two. */
export function personName(actor: Actor, name: string, personId: string): string {
  if (seesPersonal(actor)) return name;
  return personId ? `${initials(name)} (${personId.slice(-4)})` : initials(name);
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .filter((part) => /^\p{Lu}/u.test(part))
    .map((part) => `${part[0]}.`)
    .join(" ");
}

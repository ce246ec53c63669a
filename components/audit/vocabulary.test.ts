import { expect, test } from "vitest";
import { systemParts } from "#server/kernel/actor";
import { roles } from "#server/kernel/capabilities";
import { eventFields } from "#server/kernel/event-fields";
import { eventActions, subjectTypes } from "#server/kernel/event-vocabulary";
import en from "../../messages/en.json";
import pt from "../../messages/pt-BR.json";
import { kindOf, messageKey } from "./words";

/** Names that code writes into events, and where their words are. */
const vocabulary: [what: string, names: readonly string[], of: (words: typeof pt.audit) => object][] = [
  ["action", eventActions, (words) => words.actions],
  ["field", eventFields, (words) => words.fields],
  ["part of the system", systemParts, (words) => words.parts],
  ["role", roles, (words) => words.values],
  ["kind of subject", subjectTypes.map(kindOf), (words) => words.kinds],
];

test.each(vocabulary)("every %s that an event may name has words in both languages", (_, names, of) => {
  for (const words of [pt, en])
    expect(
      names.map(messageKey).filter((key) => !Object.hasOwn(of(words.audit as typeof pt.audit), key)),
    ).toEqual([]);
});

test("no words are left for what no event names any more", () => {
  expect(Object.keys(pt.audit.actions).sort()).toEqual(eventActions.map(messageKey).sort());
  expect(Object.keys(pt.audit.fields).sort()).toEqual([...eventFields].sort());
  expect(Object.keys(pt.audit.kinds).sort()).toEqual(subjectTypes.map(kindOf).sort());
});

"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { usePeople } from "./use-people";
import type { Words } from "./words";

/** Kept elsewhere already: why an operation stopped, and what is wrong with a line. */
const others = ["reasons", "problems"];

/** The log's words and, for values that other screens name too, theirs; and the names of people by their ids. */
export function useEventWords(): { say: Words; names: ReadonlyMap<string, string> } {
  const own = useTranslations("audit") as unknown as Words;
  const all = useTranslations() as unknown as Words;
  const { byId } = usePeople();
  const say = useMemo(() => {
    const keyOf = (key: string) => {
      const value = /^values\.(.+)$/.exec(key)?.[1];
      return value && others.map((place) => `${place}.${value}`).find((one) => all.has(one as never));
    };
    const speak = (key: never, values?: never) =>
      own.has(key) ? own(key, values) : all(keyOf(key) as never);
    return Object.assign(speak, { has: (key: never) => own.has(key) || Boolean(keyOf(key)) }) as Words;
  }, [own, all]);
  return { say, names: byId };
}

"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useState } from "react";
import { control } from "../ui/control";
import { looksPersonal } from "./tokens";

type Props = {
  label: string;
  placeholder: string;
  value: string;
  /** Takes what was typed: tokens become filters. @returns what remains as text, and what could not be read */
  onText: (text: string) => { rest: string; unread: string[] };
  inputRef: RefObject<HTMLInputElement | null>;
};

const quietMs = 250;

/**
 * The one search field of a list. Plain text is asked for a moment after the last key; a token, when it
 * is finished (a space, Enter, or leaving the field), so that nobody's half-typed word becomes a filter.
 */
export function FilterText({ label, placeholder, value, onText, inputRef }: Props) {
  const t = useTranslations("grid.filters");
  const [text, setText] = useState(value);
  const [last, setLast] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  if (value !== last) {
    setLast(value);
    setText(value);
  }
  function take(typed: string) {
    if (looksPersonal(typed)) return setProblem(t("personal"));
    const { rest, unread } = onText(typed.trim());
    setText(rest);
    setLast(rest);
    setProblem(unread.length > 0 ? t("unread", { words: unread.join(" ") }) : null);
  }
  useEffect(() => {
    if (text.trim() === last || text.includes(":")) return;
    const timer = setTimeout(() => take(text), quietMs);
    return () => clearTimeout(timer);
  });
  return (
    <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
      <div className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
        <input
          ref={inputRef}
          type="search"
          aria-label={label}
          aria-describedby="filter-problem"
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            setProblem(null);
            setText(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") take(text);
            if (event.key === " " && /\S+:\S+$/.test(text)) {
              event.preventDefault();
              take(text);
            }
          }}
          onBlur={() => text.includes(":") && take(text)}
          className={`${control} figures pl-8`}
        />
      </div>
      <p id="filter-problem" role="status" className="text-xs text-bad empty:hidden">
        {problem}
      </p>
    </div>
  );
}

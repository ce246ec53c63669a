"use client";

import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { readProblem } from "../layout/problem";
import { Button } from "../ui/button";
import { formatTime } from "../ui/format";
import { Notice } from "../ui/notice";
import { changesOf } from "./evidence-change";
import { readable } from "./other-evidence";
import type { Item } from "./prices-at-stake";
import type { Decisions } from "./use-decisions";
import type { Seen } from "./use-seen";

/** What stands in the way of deciding: somebody was faster, it changed meanwhile, or the server said no. */
export function ItemNotice({ item, decisions, seen }: { item: Item; decisions: Decisions; seen: Seen }) {
  const t = useTranslations("review.conflict");
  const refused = decisions.refused.get(item.reviewItemId);
  if (!refused && !seen.isChanged) return null;
  const close = () => {
    seen.accept();
    decisions.forget(item.reviewItemId);
    document.getElementById("item")?.focus({ preventScroll: true });
  };
  const code = refused && readProblem(refused.error)?.code;
  if (refused && code !== "review.decided" && code !== "review.changed") {
    return (
      <div className="flex flex-col gap-2">
        <Failure error={refused.error} />
        <Button className="self-start" onClick={close}>
          {t("close")}
        </Button>
      </div>
    );
  }
  const isDecided = code === "review.decided" || seen.isEnded;
  return (
    <Changed item={item} before={refused?.seen ?? seen.seen} isDecided={isDecided} onClose={close}>
      {refused
        ? t(isDecided ? "yoursDidNotCount" : "decideAgain")
        : t(isDecided ? "nothingToDo" : "lookFirst")}
    </Changed>
  );
}

type ChangedProps = {
  item: Item;
  before: Item;
  isDecided: boolean;
  onClose: () => void;
  children: string;
};

function Changed({ item, before, isDecided, onClose, children }: ChangedProps) {
  const t = useTranslations("review.conflict");
  const locale = useLocale();
  const decided = item.decisions.findLast(({ state }) => state === "HELD" || state === "APPLIED");
  const changes = changesOf(before, item);
  const shown = (name: string, value: string | null) =>
    value === null ? "—" : readable(name, value, locale);
  return (
    <div role="alert">
      <Notice
        tone="waiting"
        title={
          isDecided && decided
            ? t(`by.${decided.verdict}`, {
                name: decided.deciderName,
                time: formatTime(decided.decidedAt, locale, true),
              })
            : t(isDecided ? "gone" : "changed")
        }
      >
        {decided?.text ? <p>{`“${decided.text}”`}</p> : null}
        <p>{children}</p>
        {changes.length > 0 && !(isDecided && decided) ? (
          <dl className="figures mt-1 flex flex-col gap-0.5">
            {changes.map(({ name, before: was, after }) => (
              <Difference key={name} name={name} before={shown(name, was)} after={shown(name, after)} />
            ))}
          </dl>
        ) : null}
        <Button className="mt-2" onClick={onClose}>
          {t("close")}
        </Button>
      </Notice>
    </div>
  );
}

function Difference({ name, before, after }: { name: string; before: string; after: string }) {
  const t = useTranslations("evidence");
  const tConflict = useTranslations("review.conflict");
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-muted">{t.has(name as never) ? t(name as never) : name}</dt>
      <dd>
        <del className="text-muted">
          <span className="sr-only">{tConflict("before")} </span>
          {before}
        </del>
      </dd>
      <dd>
        <ins className="font-medium no-underline">
          <span className="sr-only">{tConflict("after")} </span>
          {after}
        </ins>
      </dd>
    </div>
  );
}

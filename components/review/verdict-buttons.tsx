"use client";

import { AlarmClock, Check, MessageSquare, Pencil, Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Verdict, verdicts } from "#server/domain/review/browser";
import { KeyHint } from "../shortcuts/key-hint";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import { Button } from "../ui/button";
import type { Mode } from "./modes";
import { type Item, isLack } from "./prices-at-stake";

const keys = { APPROVE: "a", REJECT: "r", EDIT: "e", SNOOZE: "h", COMMENT: "m" } as const satisfies Record<
  Mode,
  string
>;
const icons = { APPROVE: Check, REJECT: X, EDIT: Pencil, SNOOZE: AlarmClock, COMMENT: MessageSquare };

type Props = {
  item: Item;
  canDecide: boolean;
  mode: Mode | null;
  onMode: (mode: Mode) => void;
  onUndo: () => void;
  children?: ReactNode;
};

/** What one may do with the item; what one may not says why, and stays reachable to say it. */
export function VerdictButtons({ item, canDecide, mode, onMode, onUndo, children }: Props) {
  const t = useTranslations("review");
  const isOpen = item.state === "OPEN";
  const others: Mode[] = canDecide && isOpen && !item.isOwn ? ["SNOOZE", "COMMENT"] : ["COMMENT"];
  const able = [...verdicts.filter((verdict) => item.refusals[verdict] === null), ...others];
  useShortcuts(
    t("keys.decision"),
    able.map((one) => ({ keys: keys[one], label: t(`actions.${one}`), run: () => onMode(one) })),
  );
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-3 gap-2 xl:grid-cols-1">
        {verdicts.map((verdict) => (
          <VerdictButton key={verdict} verdict={verdict} item={item} onMode={onMode} />
        ))}
      </div>
      <Refusals item={item} />
      {item.decisions.some(({ isMine, state }) => isMine && state === (isOpen ? "STANDING" : "HELD")) ? (
        <Button onClick={onUndo}>
          <Undo2 aria-hidden />
          {t("undo.action")}
        </Button>
      ) : null}
      <div className="flex flex-wrap gap-1.5">
        {others.map((one) => {
          const Icon = icons[one];
          return (
            <Button
              key={one}
              kind="quiet"
              aria-pressed={mode === one}
              onClick={() => onMode(one)}
              className="border-line"
            >
              <Icon aria-hidden />
              {t(`actions.${one}`)}
              <span className="max-md:hidden">
                <KeyHint keys={keys[one]} />
              </span>
            </Button>
          );
        })}
        {isOpen ? children : null}
      </div>
    </div>
  );
}

function VerdictButton({
  verdict,
  item,
  onMode,
}: {
  verdict: Verdict;
  item: Item;
  onMode: (mode: Mode) => void;
}) {
  const t = useTranslations("review");
  const Icon = icons[verdict];
  const refusal = item.refusals[verdict];
  return (
    <Button
      kind={verdict === "APPROVE" ? "primary" : verdict === "REJECT" ? "danger" : "secondary"}
      size="large"
      className="w-full xl:justify-between"
      aria-disabled={refusal !== null}
      aria-describedby={refusal === null ? undefined : `refusal-${refusal}`}
      onClick={() => refusal === null && onMode(verdict)}
    >
      <span className="inline-flex items-center gap-1.5">
        <Icon aria-hidden />
        {refusal === "review.approved_by_you" && verdict === "APPROVE"
          ? t("actions.waiting")
          : t(`actions.${verdict}`)}
      </span>
      <span className="max-xl:hidden">
        <KeyHint keys={keys[verdict]} />
      </span>
    </Button>
  );
}

/** Each reason once, however many buttons it holds back. */
function Refusals({ item }: { item: Item }) {
  const t = useTranslations("review.refusals");
  const codes = [...new Set(Object.values(item.refusals).filter((code) => code !== null))];
  return codes.map((code) => {
    const key = refusalKey(code, item) as never;
    return (
      <p key={code} id={`refusal-${code}`} className="text-xs text-muted">
        {t.has(key) ? t(key) : code}
      </p>
    );
  });
}

/** Where the item itself says more than the code does. */
function refusalKey(code: string, item: Item): string {
  if (code === "review.not_approvable" && isLack(item)) return "waits_for_fund";
  if (code === "review.decided" && item.state === "WITHDRAWN") return "withdrawn";
  return code.replaceAll(".", "_");
}

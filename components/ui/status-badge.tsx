import {
  CircleCheck,
  CircleMinus,
  CircleX,
  Clock,
  Eye,
  GitCompareArrows,
  Layers,
  LoaderCircle,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

/**
 * The one vocabulary of states: what waits, moves, needs a person, differs, is done, failed, was undone,
 * no longer counts, or only ran for comparison. Each noun says which of these its states are.
 */
export const tones = {
  waiting: { icon: Clock, look: "bg-pending-tint text-pending" },
  moving: { icon: LoaderCircle, look: "bg-moving-tint text-moving" },
  human: { icon: Eye, look: "bg-review-tint text-review" },
  differs: { icon: GitCompareArrows, look: "bg-divergence-tint text-divergence" },
  done: { icon: CircleCheck, look: "bg-ok-tint text-ok" },
  bad: { icon: CircleX, look: "bg-bad-tint text-bad" },
  reversed: { icon: Undo2, look: "bg-reversed-tint text-reversed" },
  inert: { icon: CircleMinus, look: "bg-neutral-tint text-neutral" },
  shadow: { icon: Layers, look: "bg-shadow-tint text-shadow-run" },
} as const;
export type Tone = keyof typeof tones;

/** A state: always icon and word, never colour alone. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { icon: Icon, look } = tones[tone];
  return (
    <span
      className={classNames(
        "inline-flex h-5.5 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap",
        look,
      )}
    >
      <Icon
        aria-hidden
        className={classNames("size-3.5 shrink-0", tone === "moving" && "motion-safe:animate-spin")}
        strokeWidth={2}
      />
      {children}
    </span>
  );
}

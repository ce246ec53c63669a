import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** Something the reader must know before going on. */
export function Notice({
  tone,
  title,
  children,
}: {
  tone: "info" | "bad" | "waiting";
  title: ReactNode;
  children?: ReactNode;
}) {
  const Icon = tone === "info" ? Info : CircleAlert;
  return (
    <div
      role={tone === "bad" ? "alert" : "note"}
      className={classNames(
        "flex items-start gap-3 rounded-lg border p-3",
        tone === "bad" && "border-bad/40 bg-bad-tint text-bad",
        tone === "info" && "border-review/30 bg-review-tint text-review",
        tone === "waiting" && "border-pending/40 bg-pending-tint text-pending",
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold">{title}</p>
        {children ? <div className="text-ink">{children}</div> : null}
      </div>
    </div>
  );
}

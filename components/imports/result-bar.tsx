"use client";

import type { Upload } from "#server/domain/imports/queries";
import { SegmentBar } from "../ui/progress";

type Counts = Pick<Upload, "rowCount" | "acceptedCount" | "rejectedCount" | "duplicateCount">;

/** A file's lines as one bar: accepted, rejected, repeated. */
export function ResultBar({ upload }: { upload: Counts }) {
  if (upload.rowCount === null || upload.acceptedCount === null) return null;
  return (
    <SegmentBar
      total={upload.rowCount}
      segments={[
        { key: "accepted", count: upload.acceptedCount, look: "bg-ok" },
        { key: "rejected", count: upload.rejectedCount ?? 0, look: "bg-bad" },
        { key: "duplicate", count: upload.duplicateCount ?? 0, look: "bg-line-strong" },
      ]}
    />
  );
}

"use client";

import { useRef, useState } from "react";
import type { DetailedError, Upload } from "tus-js-client";

export type SendState = "idle" | "sending" | "paused" | "finishing" | "failed";
export type SendFailure = {
  code: string;
  message: string | null;
  action: string | null;
  uploadId: string | null;
};
type Sending = {
  state: SendState;
  fileName: string;
  sentBytes: number;
  totalBytes: number;
  failure: SendFailure | null;
};

const nothing: Sending = { state: "idle", fileName: "", sentBytes: 0, totalBytes: 0, failure: null };
const pieceBytes = 16 * 1024 * 1024;

/** Sends one file in pieces; the browser remembers where it was, so that the same file goes on there. */
export function useResumableUpload(onDone: (uploadId: string) => void) {
  const [sending, setSending] = useState(nothing);
  const current = useRef<Upload | null>(null);
  const change = (next: Partial<Sending>) => setSending((known) => ({ ...known, ...next }));

  async function send(file: File): Promise<void> {
    setSending({ ...nothing, state: "sending", fileName: file.name, totalBytes: file.size });
    const { Upload } = await import("tus-js-client");
    const upload = new Upload(file, {
      endpoint: "/api/uploads",
      chunkSize: pieceBytes,
      retryDelays: [0, 500, 1500, 3000, 5000, 10_000],
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onProgress: (sentBytes) =>
        change({ sentBytes, state: sentBytes >= file.size ? "finishing" : "sending" }),
      onSuccess: () => onDone(uploadIdOf(upload)),
      onError: (error) => {
        if (isRefusal(error)) forget(upload);
        change({ state: "failed", failure: readFailure(error) });
      },
    });
    current.current = upload;
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
    upload.start();
  }

  return {
    ...sending,
    percent: sending.totalBytes > 0 ? (sending.sentBytes / sending.totalBytes) * 100 : 0,
    send,
    pause: () => {
      void current.current?.abort();
      change({ state: "paused" });
    },
    resume: () => {
      current.current?.start();
      change({ state: "sending" });
    },
    cancel: () => {
      const upload = current.current;
      void upload?.abort(true).catch(() => undefined);
      if (upload) forget(upload);
      setSending(nothing);
    },
  };
}

function uploadIdOf(upload: Upload): string {
  return upload.url?.split("/").at(-1) ?? "";
}

/** The next try of the same file begins anew, instead of asking for what the server refused. */
function forget(upload: Upload): void {
  const { _urlStorageKey: key } = upload as unknown as { _urlStorageKey?: string | null };
  if (key) localStorage.removeItem(key);
}

function isRefusal(error: Error | DetailedError): boolean {
  const status = "originalResponse" in error ? (error.originalResponse?.getStatus() ?? 0) : 0;
  return status >= 400 && status < 500;
}

function readFailure(error: Error | DetailedError): SendFailure {
  const body = "originalResponse" in error ? error.originalResponse?.getBody() : undefined;
  try {
    return {
      message: null,
      action: null,
      uploadId: null,
      code: "unknown",
      ...(JSON.parse(body ?? "{}") as Partial<SendFailure>),
    };
  } catch {
    return { message: null, action: null, uploadId: null, code: "unknown" };
  }
}

"use client";

import { useSyncExternalStore } from "react";
import type { DetailedError, Upload } from "tus-js-client";
import { addSample, type Sample } from "./rate";

export type TransferFailure = {
  code: string;
  message: string | null;
  action: string | null;
  uploadId: string | null;
};
export type Transfer = {
  key: number;
  file: File;
  /** The file that this one corrects. */
  parentId: string | null;
  /** Known as soon as the server has a place for it. */
  uploadId: string | null;
  state: "queued" | "sending" | "paused" | "finishing" | "arrived" | "failed";
  sentBytes: number;
  samples: readonly Sample[];
  failure: TransferFailure | null;
};

const pieceBytes = 16 * 1024 * 1024;

/**
 * Files on their way, kept outside of the pages: they go on while the person looks at something else.
 * One is sent at a time; the others wait in the order they came.
 */
let transfers: readonly Transfer[] = [];
let lastKey = 0;
const running = new Map<number, Upload>();
const listeners = new Set<() => void>();
const none: readonly Transfer[] = [];

export function useTransfers(): readonly Transfer[] {
  return useSyncExternalStore(
    subscribe,
    () => transfers,
    () => none,
  );
}

/** The transfer of one upload, if this tab is sending it. */
export function useTransferOf(uploadId: string): Transfer | null {
  return useTransfers().findLast((transfer) => transfer.uploadId === uploadId) ?? null;
}

/** Sends files one after the other. With `uploadId` the bytes go on where that upload stopped. */
export function sendFiles(
  files: readonly File[],
  options: { parentId?: string | null; uploadId?: string | null } = {},
): void {
  const added = files.map(
    (file): Transfer => ({
      key: ++lastKey,
      file,
      parentId: options.parentId ?? null,
      uploadId: options.uploadId ?? null,
      state: "queued",
      sentBytes: 0,
      samples: [],
      failure: null,
    }),
  );
  publish([...transfers, ...added]);
  sendNext();
}

export function pauseTransfer(key: number): void {
  void running.get(key)?.abort();
  change(key, { state: "paused", samples: [] });
}

export function resumeTransfer(key: number): void {
  change(key, { state: "sending", failure: null });
  running.get(key)?.start();
}

/** Ends a transfer and what the server has of it. */
export function cancelTransfer(key: number): void {
  const upload = running.get(key);
  void upload?.abort(true).catch(() => undefined);
  if (upload) forget(upload);
  dropTransfer(key);
}

/** Takes a transfer off the list; what arrived stays on the server. */
export function dropTransfer(key: number): void {
  running.delete(key);
  publish(transfers.filter((transfer) => transfer.key !== key));
  sendNext();
}

function sendNext(): void {
  if (transfers.some(({ state }) => state === "sending" || state === "finishing")) return;
  const next = transfers.find(({ state }) => state === "queued");
  if (!next) return;
  change(next.key, { state: "sending" });
  void send(next);
}

async function send({ key, file, parentId, uploadId }: Transfer): Promise<void> {
  const { Upload } = await import("tus-js-client");
  const upload = new Upload(file, {
    endpoint: "/api/uploads",
    uploadUrl: uploadId ? `/api/uploads/${uploadId}` : null,
    chunkSize: pieceBytes,
    retryDelays: [0, 500, 1500, 3000, 5000, 10_000],
    metadata: { filename: file.name, ...(parentId ? { parent: parentId } : {}) },
    removeFingerprintOnSuccess: true,
    onUploadUrlAvailable: () => change(key, { uploadId: uploadIdOf(upload) }),
    onProgress: (sentBytes) => {
      const known = transfers.find((transfer) => transfer.key === key);
      const samples = addSample(known?.samples ?? [], { at: performance.now(), done: sentBytes });
      change(key, { sentBytes, samples, state: sentBytes >= file.size ? "finishing" : "sending" });
    },
    onSuccess: () => {
      change(key, { state: "arrived", uploadId: uploadIdOf(upload) });
      sendNext();
    },
    onError: (error) => {
      if (isRefusal(error)) forget(upload);
      change(key, { state: "failed", failure: readFailure(error) });
      sendNext();
    },
  });
  running.set(key, upload);
  if (!uploadId && !parentId) {
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
  }
  upload.start();
}

function change(key: number, next: Partial<Transfer>): void {
  publish(transfers.map((transfer) => (transfer.key === key ? { ...transfer, ...next } : transfer)));
}

function publish(next: readonly Transfer[]): void {
  transfers = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
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

function readFailure(error: Error | DetailedError): TransferFailure {
  const unknown = { code: "unknown", message: null, action: null, uploadId: null };
  const body = "originalResponse" in error ? error.originalResponse?.getBody() : undefined;
  try {
    return { ...unknown, ...(JSON.parse(body ?? "{}") as Partial<TransferFailure>) };
  } catch {
    return unknown;
  }
}

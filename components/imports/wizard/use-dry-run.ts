"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../layout/trpc";
import { useMoveUpload } from "../use-move-upload";
import { stepHref } from "./steps";
import { readingScope } from "./use-reading";

/** Has the whole file read as chosen and goes on to its preview, after every choice on its way is kept. */
export function useDryRun(uploadId: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const move = useMoveUpload(uploadId);
  return useMutation({
    ...trpc.imports.preview.mutationOptions({
      onSuccess: () => {
        move("SPLITTING");
        router.push(stepHref(uploadId, "previa"));
      },
    }),
    scope: readingScope(uploadId),
  });
}

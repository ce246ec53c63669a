"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { DialogProps } from "./dialog-layer";

/** Fetches what dialogs are made of, before there is one to open. */
export const loadDialog = () => import("./dialog-layer").then((module) => module.DialogLayer);
const DialogLayer = dynamic(loadDialog, { ssr: false });

/** A question that has to be answered before going on. Esc closes it; focus returns to where it was. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setOpened] = useState(props.open);
  if (props.open && !wasOpened) setOpened(true);
  return wasOpened ? <DialogLayer {...props} /> : null;
}

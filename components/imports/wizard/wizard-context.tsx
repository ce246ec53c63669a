"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Progress } from "../answers";
import type { Connection } from "../use-upload-progress";
import type { Step } from "./steps";
import type { ReadingChoices } from "./use-reading";

type Wizard = {
  uploadId: string;
  step: Step;
  progress: Progress;
  connection: Connection;
  reading: ReadingChoices;
};

const Context = createContext<Wizard | null>(null);

export function WizardProvider({ value, children }: { value: Wizard; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The file whose steps these are, as it stands now. */
export function useWizard(): Wizard {
  const wizard = useContext(Context);
  if (!wizard) throw new Error("a step belongs inside of the wizard's frame");
  return wizard;
}

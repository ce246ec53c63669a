"use client";

import { type ReactNode, useState } from "react";
import { Failure } from "../layout/failure";
import { reasonOf } from "../layout/reason-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ReasonField } from "./reason-field";

type Props = {
  label: string;
  icon: ReactNode;
  kind?: "danger" | "secondary";
  title: string;
  description: string;
  cancel: string;
  act: (reason: string) => Promise<unknown>;
};

/** Something done to a person that is told with its reason. */
export function ActWithReason({ label, icon, kind = "secondary", title, description, cancel, act }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  function show(open: boolean) {
    setError(null);
    setOpen(open);
  }
  async function submit(form: HTMLFormElement) {
    setBusy(true);
    setError(null);
    try {
      await act(reasonOf(form));
      setOpen(false);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button kind={kind} onClick={() => show(true)}>
        {icon}
        {label}
      </Button>
      <Dialog open={isOpen} onOpenChange={show} title={title} description={description}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit(event.currentTarget);
          }}
          className="flex flex-col gap-4"
        >
          {error ? <Failure error={error} /> : null}
          <ReasonField />
          <div className="flex justify-end gap-2">
            <Button onClick={() => show(false)}>{cancel}</Button>
            <Button kind={kind === "danger" ? "danger" : "primary"} type="submit" disabled={isBusy}>
              {label}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

import type { ReactNode } from "react";
import { DataStamp } from "./data-stamp";

type Props = { title: ReactNode; description?: ReactNode; back?: ReactNode; actions?: ReactNode };

export function PageHeader({ title, description, back, actions }: Props) {
  return (
    <header className="mb-5 flex flex-col gap-1">
      {back}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xl font-semibold tracking-tight">
            {title}
          </h1>
          {description ? <p className="mt-0.5 max-w-[120ch] text-muted">{description}</p> : null}
          <DataStamp />
        </div>
        {actions ? <div className="flex flex-wrap items-start gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}

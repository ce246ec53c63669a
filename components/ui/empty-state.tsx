import type { ReactNode } from "react";

/** Why there is nothing here, and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center [&>svg]:size-6 [&>svg]:text-muted">
      {icon}
      <p className="text-base font-medium">{title}</p>
      {children ? <div className="max-w-[56ch] text-muted">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}

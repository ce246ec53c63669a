import type { ReactNode } from "react";

export function AuthCard({
  title,
  subtitle,
  children,
}: {
  title: string;
  subtitle?: string;
  children: ReactNode;
}) {
  return (
    <div className="card p-6">
      <h1 className="mb-1 text-xl font-semibold tracking-tight">{title}</h1>
      {subtitle ? <p className="mb-5 text-muted">{subtitle}</p> : <div className="mb-4" />}
      {children}
    </div>
  );
}

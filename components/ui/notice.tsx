import type { ReactNode } from "react";

type NoticeProps = { title: string; icon?: ReactNode; children?: ReactNode; action?: ReactNode };

/** Stands where there is nothing to show: says why, and where to go from here. */
export function Notice({ title, icon, children, action }: NoticeProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      {icon !== undefined && (
        <div aria-hidden className="mb-1 text-ink-faint [&_svg]:size-7 [&_svg]:stroke-[1.4]">
          {icon}
        </div>
      )}
      <p className="text-base font-semibold">{title}</p>
      {children !== undefined && <div className="max-w-[60ch] text-sm text-ink-soft">{children}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}

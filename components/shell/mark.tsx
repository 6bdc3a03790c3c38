/** The product's mark: an arrow up, on firm ground. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="7" className="fill-accent-fill" />
      <path d="M7 21.5 16 7l9 14.5h-5.2L16 15l-3.8 6.5z" className="fill-white" />
      <path d="M10 25.5h12" className="stroke-white" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}

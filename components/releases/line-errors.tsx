import type { LineError } from "./json-lines";

const mostShown = 20;

type LineErrorsProps<One extends LineError> = { errors: readonly One[]; onGo?: (error: One) => void };

/** What is wrong, line by line. */
export function LineErrors<One extends LineError>({ errors, onGo }: LineErrorsProps<One>) {
  if (errors.length === 0) return <div role="status" />;
  return (
    <div role="status">
      <ul className="grid gap-1 rounded-sm bg-bad-fill px-2.5 py-1.5 text-xs text-bad">
        {errors.slice(0, mostShown).map((error, index) => (
          <li key={index} className="break-words">
            {onGo ? (
              <button
                type="button"
                className="mr-1.5 font-medium underline underline-offset-2"
                onClick={() => {
                  onGo(error);
                }}
              >
                Line {error.line}
              </button>
            ) : (
              <strong className="mr-1.5 font-medium">Line {error.line}</strong>
            )}
            {error.detail}
          </li>
        ))}
        {errors.length > mostShown && <li>and {errors.length - mostShown} more</li>}
      </ul>
    </div>
  );
}

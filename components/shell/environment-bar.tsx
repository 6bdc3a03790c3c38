import { Clock } from "./clock";

export type Environment = "demo" | "staging" | "production";

const environments: Record<Environment, { className: string; word: string; says: string }> = {
  demo: {
    className: "bg-environment-demo",
    word: "Demo",
    says: "Invented products; nothing here reaches anybody",
  },
  staging: {
    className: "bg-environment-staging",
    word: "Staging",
    says: "For rehearsals; clients of the public ask elsewhere",
  },
  production: {
    className: "bg-environment-production",
    word: "Production",
    says: "Clients are served from here",
  },
};

/** On every page: where this is, which revision it shows and what time it is. */
export function EnvironmentBar({
  environment,
  revision,
}: {
  environment: Environment;
  revision: number | null;
}) {
  const { className, word, says } = environments[environment];
  return (
    <div
      role="region"
      aria-label="Environment"
      className={`flex h-6 items-center gap-3 px-4 text-2xs text-white ${className}`}
    >
      <strong className="font-semibold tracking-wider uppercase">{word}</strong>
      <span className="truncate">{says}</span>
      <span className="figures ml-auto flex items-center gap-4 whitespace-nowrap">
        {revision !== null && <span>Revision {revision}</span>}
        <Clock />
      </span>
    </div>
  );
}

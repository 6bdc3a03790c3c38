"use client";

import { useState } from "react";

import { PendingBadges } from "@/components/drafts/pending-badge";
import { useEditing } from "@/components/drafts/editing";
import { Rate } from "@/components/rules/rate";
import { Button } from "@/components/ui/button";
import { Facts, type Fact } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { covers } from "@/lib/access/can";
import type { Settings } from "@/lib/configuration/configuration";

import type { FieldSpec } from "./field-spec";
import { RowDialog } from "./row-dialog";

const specs: readonly FieldSpec[] = [
  {
    kind: "number",
    name: "throttle",
    label: "Throttle of everything (%)",
    help: "Of background checks; the others get no update. 0 stops all of them.",
  },
  {
    kind: "list",
    name: "forceHosts",
    label: "Force hosts",
    help: "One a line. Addresses that start like this get force=… appended when the client sent it.",
  },
  {
    kind: "tick",
    name: "publicRead",
    label: "Public read",
    help: "Everybody may read rules, releases and shut-offs, which clients may know anyway. Never people, tokens or the record.",
  },
];

function helpOf(field: keyof Settings): string | undefined {
  return specs.find(({ name }) => name === field)?.help;
}

function factsOf(settings: Settings): readonly Fact[] {
  return [
    {
      name: "Throttle of everything",
      value: <Rate aligned={false} percent={settings.throttle} />,
      note: helpOf("throttle"),
    },
    {
      name: "Force hosts",
      value:
        settings.forceHosts.length === 0 ? (
          <span className="text-ink-faint">none</span>
        ) : (
          settings.forceHosts.map((host) => (
            <span key={host} className="block font-mono">
              {host}
            </span>
          ))
        ),
      note: helpOf("forceHosts"),
    },
    {
      name: "Public read",
      value: settings.publicRead ? "yes: everybody" : "no: only who has a role",
      note: helpOf("publicRead"),
    },
  ];
}

export function ServingPanel({ settings }: { settings: Settings & { rowVersion: number } }) {
  const { rights } = useEditing();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel
      title="Serving"
      note="holds for every product"
      actions={
        <>
          <PendingBadges entity="settings" of="settings" />
          {covers(rights.administer, null) && (
            <Button
              onClick={() => {
                setOpen(true);
              }}
            >
              Edit
            </Button>
          )}
        </>
      }
    >
      <Facts facts={factsOf(settings)} />
      {isOpen && (
        <RowDialog
          title="Edit the serving settings"
          entity="settings"
          specs={specs}
          base={settings}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </Panel>
  );
}

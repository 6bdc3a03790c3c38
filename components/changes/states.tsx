import {
  BadgeCheck,
  CalendarClock,
  CircleCheck,
  CirclePause,
  CircleX,
  FilePen,
  Hourglass,
  TimerOff,
  TriangleAlert,
} from "lucide-react";
import type { ComponentType } from "react";

import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/badge";
import type { State } from "@/lib/change-sets/change-set";

type Look = { word: string; tone: Tone; Icon: ComponentType<{ "aria-hidden": true }> };

const looks: Record<State, Look> = {
  draft: { word: "Draft", tone: "neutral", Icon: FilePen },
  proposed: { word: "Waits for sign-offs", tone: "warn", Icon: Hourglass },
  approved: { word: "Approved", tone: "accent", Icon: BadgeCheck },
  scheduled: { word: "Scheduled", tone: "accent", Icon: CalendarClock },
  paused: { word: "Paused", tone: "warn", Icon: CirclePause },
  enacted: { word: "Enacted", tone: "good", Icon: CircleCheck },
  cancelled: { word: "Cancelled", tone: "neutral", Icon: CircleX },
  expired: { word: "Expired", tone: "neutral", Icon: TimerOff },
  failed: { word: "Failed", tone: "bad", Icon: TriangleAlert },
};

export function StateBadge({ state }: { state: State }) {
  const { word, tone, Icon } = looks[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}

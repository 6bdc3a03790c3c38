"use client";

import "@xyflow/react/dist/base.css";

import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from "@xyflow/react";
import { useMemo } from "react";

import { classes } from "@/components/ui/classes";
import type { PathGraph } from "@/lib/analysis/path-graph";

import { drawPaths, stopSize, type Stop, type Way } from "./drawing";
import { endInWords, stationsInWords, toneOf } from "./words";

type StopNode = Node<{ stop: Stop }, "stop">;

const nodeTypes = { stop: StopBox };

/** The releases of a product, and the ways that updates take between them. The table beside it says the same. */
export function PathMap({ graph, label }: { graph: PathGraph; label: string }) {
  const { nodes, edges, height } = useMemo(() => toFlow(graph), [graph]);
  return (
    <div role="group" aria-label={label} className="path-map w-full" style={{ height }}>
      <ReactFlow<StopNode>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.15}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        preventScrolling={false}
        zoomOnScroll={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} size={1} color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function toFlow(graph: PathGraph): { nodes: StopNode[]; edges: Edge[]; height: number } {
  const { stops, ways } = drawPaths(graph);
  const lowest = Math.max(0, ...stops.map(({ place }) => place.y + stopSize.height));
  return {
    nodes: stops.map((stop) => ({
      id: stop.id,
      type: "stop",
      position: stop.place,
      data: { stop },
      ...stopSize,
    })),
    edges: ways.map(toEdge),
    height: Math.min(620, Math.max(220, lowest + 60)),
  };
}

function toEdge({ from, to, branch, count, isDowngrade, isLoop }: Way): Edge {
  const isBad = isDowngrade || isLoop;
  const stroke = isBad ? "var(--bad)" : branch === "fallback" ? "var(--ink-faint)" : "var(--accent)";
  const why = isLoop ? " in a circle" : isDowngrade ? " downgrade" : "";
  return {
    id: `${branch} ${from} ${to}`,
    source: from,
    target: to,
    label: count.toLocaleString("en-US") + why,
    style: {
      stroke,
      strokeWidth: isBad ? 2 : 1.25,
      ...(branch === "fallback" && { strokeDasharray: "5 4" }),
    },
    labelStyle: { fill: isBad ? "var(--bad)" : "var(--ink-soft)", fontSize: 11 },
    labelBgStyle: { fill: "var(--surface)" },
    markerEnd: { type: MarkerType.ArrowClosed, color: stroke },
  };
}

const borders = {
  good: "border-good",
  bad: "border-bad bg-bad-fill",
  warn: "border-warn",
  neutral: "border-line-strong",
} as const;

const inks = { good: "text-good", bad: "text-bad", warn: "text-warn", neutral: "text-ink-soft" } as const;

function StopBox({ data: { stop } }: NodeProps<StopNode>) {
  const tone = toneOf(stop.end?.kind ?? null);
  const starts = stop.stations.reduce((sum, station) => sum + station.starts, 0);
  const visits = stop.stations.reduce((sum, station) => sum + station.visits, 0);
  return (
    <div
      className={classes(
        "flex h-full w-full flex-col justify-center rounded-sm border bg-raised px-2.5 text-xs shadow-flat",
        borders[tone],
      )}
    >
      <Handle type="target" position={Position.Left} className="opacity-0" />
      <strong
        className="truncate font-semibold"
        title={stop.stations.map(({ release }) => release).join("\n")}
      >
        {stationsInWords(stop.stations)}
      </strong>
      <span className="figures text-2xs text-ink-soft">
        {starts.toLocaleString("en-US")} start
        {visits > starts && `, ${(visits - starts).toLocaleString("en-US")} come by`}
      </span>
      {stop.end !== null && (
        <span className={classes("truncate text-2xs font-medium", inks[tone])}>
          {endInWords(stop.end.kind)}, {stop.end.count.toLocaleString("en-US")}
        </span>
      )}
      <Handle type="source" position={Position.Right} className="opacity-0" />
    </div>
  );
}

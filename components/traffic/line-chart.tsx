"use client";

import {
  CartesianGrid,
  Legend,
  Line,
  LineChart as Chart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

import { localTime, utcTime } from "@/components/ui/time";

import type { ChartData } from "./chart-data";

const colours = ["--accent", "--good", "--warn", "--bad", "--environment-demo", "--ink-faint"] as const;
const dashes = ["", "6 3", "2 3", "8 3 2 3", "4 4", "1 3"] as const;

/** Lines over time. Loaded by itself, since the library behind it is large. */
export function LineChart({ steps, lines, unit }: ChartData) {
  const rows = steps.map((at, index) => ({
    at,
    ...Object.fromEntries(lines.map(({ values }, line) => [`line${String(line)}`, values[index] ?? null])),
  }));
  return (
    <ResponsiveContainer width="100%" height={220}>
      <Chart data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="at" tickFormatter={tick} minTickGap={48} stroke="var(--line-strong)" tick={text} />
        <YAxis
          width={56}
          allowDecimals={unit === "%"}
          {...(unit === "%" ? { domain: [0, 100] } : {})}
          tickFormatter={(value: number) =>
            unit === "%" ? `${String(value)} %` : value.toLocaleString("en")
          }
          stroke="var(--line-strong)"
          tick={text}
        />
        <Tooltip
          labelFormatter={(at) => (typeof at === "string" ? `${utcTime(at)} · ${localTime(at)}` : at)}
          formatter={(value) => (unit === "%" ? `${String(value)} %` : Number(value).toLocaleString("en"))}
          contentStyle={{
            background: "var(--raised)",
            border: "1px solid var(--line)",
            borderRadius: 5,
            fontSize: 12,
          }}
          labelStyle={{ color: "var(--ink-soft)" }}
        />
        {lines.length > 1 && <Legend iconType="plainline" wrapperStyle={{ fontSize: 12 }} />}
        {lines.map(({ name, values }, index) => (
          <Line
            key={name}
            name={name}
            dataKey={`line${String(index)}`}
            stroke={`var(${colours[index % colours.length] ?? "--accent"})`}
            strokeDasharray={dashes[index % dashes.length] ?? ""}
            strokeWidth={2}
            dot={values.filter((value) => value !== null).length < 3}
            isAnimationActive={false}
          />
        ))}
      </Chart>
    </ResponsiveContainer>
  );
}

const text = { fill: "var(--ink-faint)", fontSize: 11 };

/** The time of day, or the day at its beginning; UTC. */
function tick(at: string): string {
  return at.endsWith("T00:00:00.000Z") ? at.slice(5, 10) : at.slice(11, 16);
}

import { cover, contains, type Point, type Region } from "./cover";
import { groupBy } from "./group-by";

/** What a state must get: the place of a release, or no update. */
export type Label = string;

export const noUpdate: Label = "no update";
/** What the rules of the plain channel give anyway: no rule of the partner's channel may hide it. */
export const asBefore: Label = "as before";

export type LabelledPoint = Point & { readonly label: Label };

export type LabelledRegion = { readonly region: Region; readonly label: Label };

/**
 * A short list of regions, the first that holds a point decides: exceptions before what is general, and
 * "no update" before updates.
 */
export function deriveDecisionList(points: readonly LabelledPoint[]): LabelledRegion[] {
  const general = generalLabels(points);
  const isException = ({ version, label }: LabelledPoint) => general.get(version) !== label;
  const labels = [...new Set(points.map(({ label }) => label))].filter((label) => label !== asBefore).sort();
  const exceptions = labels.flatMap((label) => {
    const wanted = points.filter((point) => point.label === label && isException(point));
    if (wanted.length === 0) return [];
    const others = points.filter((point) => point.label !== label);
    return cover(wanted, others).map((region) => ({ region, label }));
  });
  const generals = labels.flatMap((label) => {
    const versions = [...general].flatMap(([version, wanted]) => (wanted === label ? [version] : []));
    if (versions.length === 0) return [];
    return [{ region: { versions, buildTarget: null, buildID: null, locales: null }, label }];
  });
  return [...exceptions, ...generals].sort(
    (a, b) => rank(exceptions.includes(a), a) - rank(exceptions.includes(b), b),
  );
}

function rank(isException: boolean, { label }: LabelledRegion): number {
  return (isException ? 0 : 2) + (label === noUpdate ? 0 : 1);
}

/** What most states of each version get; an exception costs a rule. */
function generalLabels(points: readonly LabelledPoint[]): Map<string, Label> {
  const general = new Map<string, Label>();
  for (const [version, ofVersion] of groupBy(points, (point) => point.version)) {
    const counts = [...groupBy(ofVersion, ({ label }) => label)].map(([label, { length }]) => {
      return { label, weight: label === asBefore ? Infinity : length };
    });
    const best = counts.reduce((a, b) =>
      b.weight > a.weight || (b.weight === a.weight && preferred(b.label, a.label)) ? b : a,
    );
    general.set(version, best.label);
  }
  return general;
}

function preferred(a: Label, b: Label): boolean {
  return (b === noUpdate && a !== noUpdate) || (a !== noUpdate && a < b);
}

/** What a decision list gives to a point; null when nothing of it holds the point. */
export function lookUp(list: readonly LabelledRegion[], point: Point): Label | null {
  return list.find(({ region }) => contains(region, point))?.label ?? null;
}

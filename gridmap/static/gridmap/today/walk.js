/* A suggested order for today, worked out on the phone from what it has anyway: kept nowhere, sent nowhere, and no record of a way. */
import { metres } from "./find.js";

export const MOST = 8;

/* Whom to visit today: who is special and overdue in any case, then the nearest of those that are due, each from the one before.
   `here`: one's own position, where it was given; `from`: the point of the household that was recorded last. Whoever has no point
   comes last. Returns [{home, away}], `away` in metres from the one before or from the beginning. */
export function walk(homes, { here, from, done }, most = MOST) {
  const due = homes.filter((home) => home.group !== "rest" && !done.has(home.token));
  const placed = due.filter((home) => home.point);
  const wanted = placed.filter((home) => home.group === "urgent").slice(0, most);
  const chosen = new Set(wanted);
  let last = here || from || null;
  // The rest is filled up by what lies nearest to where one comes anyway.
  const near = nearest(
    placed.filter((home) => !chosen.has(home)),
    last || wanted[0]?.point || placed[0]?.point || null,
  );
  for (const home of near) if (chosen.size < most) chosen.add(home);
  const steps = [];
  const left = new Set(chosen);
  while (left.size) {
    const next = last ? closest([...left], last) : placed.find((home) => left.has(home));
    steps.push({ home: next, away: last ? metres(next, last) : null });
    left.delete(next);
    last = next.point;
  }
  const nowhere = due.filter((home) => !home.point).slice(0, Math.max(most - steps.length, 0));
  return [...steps, ...nowhere.map((home) => ({ home, away: null }))];
}

function closest(homes, point) {
  return homes.reduce((best, home) => (metres(home, point) < metres(best, point) ? home : best));
}

function nearest(homes, point) {
  if (!point) return homes;
  return [...homes].sort((a, b) => metres(a, point) - metres(b, point));
}

/* Metres of the whole way, by straight lines. */
export function length(steps) {
  return steps.reduce((sum, { away }) => sum + (away ?? 0), 0);
}

/* 240 m, 1.4 km: as far as a straight line says. */
export function far(away, words) {
  if (away < 1000) return words.far_m.replace("{n}", String(Math.round(away / 10) * 10));
  return words.far_km.replace("{n}", (away / 1000).toFixed(1));
}

/* The own households on a small map: points, the suggested order, a scale, over the base that the phone has kept. Nothing is
   fetched while one looks at it: where somebody looks is told to nobody. */
import { metres } from "./find.js";
import { ground } from "./ground.js";

const SPACE = "http://www.w3.org/2000/svg";
const WIDE = 328;
const EDGE = 22;
const LEAST = 160;
const STEPS = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000];
const THUMB = 24;

function drawn(tag, values, text) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(values)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/* Degrees to places of the drawing, north above, equal in both directions; `metre`: how long one is. */
export function projected(points, high) {
  const east = points.map((one) => one[0]);
  const north = points.map((one) => one[1]);
  const middle = [(Math.min(...east) + Math.max(...east)) / 2, (Math.min(...north) + Math.max(...north)) / 2];
  const wide = metres({ point: [Math.min(...east), middle[1]] }, [Math.max(...east), middle[1]]);
  const tall = metres({ point: [middle[0], Math.min(...north)] }, [middle[0], Math.max(...north)]);
  const metre = Math.min((WIDE - 2 * EDGE) / Math.max(wide, LEAST), (high - 2 * EDGE) / Math.max(tall, LEAST));
  const one = metres({ point: middle }, [middle[0], middle[1] + 0.01]) / 0.01;
  const across = metres({ point: middle }, [middle[0] + 0.01, middle[1]]) / 0.01;
  return {
    metre,
    place: ([x, y]) => [
      Math.round(10 * (WIDE / 2 + (x - middle[0]) * across * metre)) / 10,
      Math.round(10 * (high / 2 - (y - middle[1]) * one * metre)) / 10,
    ],
  };
}

/* Squares of a round length, and how long their side is. */
function squares(metre, high, words) {
  const side = STEPS.find((step) => step * metre >= 48) || STEPS[STEPS.length - 1];
  const width = side * metre;
  const lines = [];
  for (let x = (WIDE / 2) % width; x < WIDE; x += width) lines.push(`M${x.toFixed(1)} 0V${high}`);
  for (let y = (high / 2) % width; y < high; y += width) lines.push(`M0 ${y.toFixed(1)}H${WIDE}`);
  const told = side < 1000 ? words.far_m.replace("{n}", side) : words.far_km.replace("{n}", side / 1000);
  const scale = drawn("g", { class: "scale" });
  scale.append(
    drawn("path", { d: `M8 ${high - 12}v5h${width.toFixed(1)}v-5` }),
    drawn("text", { x: 12, y: high - 12 }, told),
  );
  return [drawn("path", { class: "squares", d: lines.join("") }), scale];
}

/* Draws anew; returns the points in order of `homes`, for taps. `steps` is the suggested order. */
export function plot(svg, homes, steps, { here, done, words, high, whole, base }) {
  const placed = homes.filter((home) => home.point);
  const told = JSON.stringify([
    placed.map((home) => [home.token, home.status, done.has(home.token)]),
    steps,
    here,
    high,
    base?.day,
  ]);
  svg.closest("[data-map]").hidden = !placed.length;
  if (!placed.length || svg.dataset.drawn === told) return;
  svg.dataset.drawn = told;
  const order = new Map(steps.map(({ home }, number) => [home.token, number + 1]));
  const way = [...(here ? [here] : []), ...steps.filter(({ home }) => home.point).map(({ home }) => home.point)];
  // Small, it shows the suggested order alone, and what lies beside it; large, all of them.
  const { metre, place } = projected(whole || !way.length ? [...placed.map((home) => home.point), ...way] : way, high);
  svg.setAttribute("viewBox", `0 0 ${WIDE} ${high}`);
  const parts = squares(metre, high, words);
  if (base?.shapes.length) parts[0] = ground(base.shapes, { drawn, place, wide: WIDE, high });
  if (way.length > 1)
    parts.push(drawn("polyline", { class: "way", points: way.map((one) => place(one).join(",")).join(" ") }));
  for (const home of placed.filter((one) => !order.has(one.token))) {
    const [cx, cy] = place(home.point);
    const fill = done.has(home.token) ? "var(--good)" : `url(#tone-${home.status})`;
    parts.push(drawn("circle", { class: "home", cx, cy, r: 5, fill, "data-token": home.token }));
  }
  // The first lies above the others.
  for (const { home } of steps.filter(({ home }) => home.point).reverse()) {
    const [x, y] = place(home.point);
    const stop = drawn("g", { class: "stop", "data-token": home.token });
    stop.append(
      drawn("circle", { cx: x, cy: y, r: 10, stroke: `var(--tone-${home.status})` }),
      drawn("text", { x, y: y + 4.5 }, order.get(home.token)),
    );
    parts.push(stop);
  }
  if (here) {
    const [cx, cy] = place(here);
    parts.push(drawn("circle", { class: "here", cx, cy, r: 6 }));
  }
  svg.replaceChildren(...parts);
}

/* Whose point lies under the thumb; null where none is near. */
export function tapped(svg, event) {
  const box = svg.getBoundingClientRect();
  const scale = WIDE / box.width;
  const at = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  let best = null;
  let nearest = THUMB;
  for (const one of svg.querySelectorAll("[data-token]")) {
    const circle = one.matches("circle") ? one : one.querySelector("circle");
    const away = Math.hypot(at[0] - Number(circle.getAttribute("cx")), at[1] - Number(circle.getAttribute("cy")));
    // Of two at one place the one that lies above.
    if (away > nearest) continue;
    nearest = away;
    best = one.dataset.token;
  }
  return best;
}

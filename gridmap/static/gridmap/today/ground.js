/* The base below the own households: roads, waters, relief and names that the operator imported, as the phone has kept them. */
const WIDTHS = { river: [3, 2, 1.2], road: [3, 2, 1.2] };
const SIZE = 11;
const NEAR = 3;

const lists = {
  LineString: (part) => [part],
  MultiLineString: (part) => part,
  Polygon: (part) => part,
  MultiPolygon: (part) => part.flat(),
};

/* Every shape that has an outline, as one path of the drawing. */
function path({ kind, rank, shape }, { drawn, place }) {
  const parts = lists[shape.type]?.(shape.coordinates) || [];
  const d = parts.map((part) => `M${part.map((point) => place(point).join(" ")).join("L")}`).join("");
  const width = WIDTHS[kind]?.[rank - 1];
  return drawn("path", width ? { class: kind, d, "stroke-width": width } : { class: kind, d, "fill-rule": "evenodd" });
}

/* The first ranks first; none over another, beyond the edge or over what stands below. */
function names(settlements, { drawn, place, wide, high }) {
  const taken = [];
  const made = [];
  for (const each of settlements.toSorted((one, two) => one.rank - two.rank)) {
    const points = each.shape.type === "Point" ? [each.shape.coordinates] : each.shape.coordinates;
    for (const [x, y] of points.map(place)) {
      const half = (SIZE * each.name.length) / 2;
      const box = [x - half, y - SIZE, x + half, y + NEAR];
      if (box[0] < 0 || box[1] < 0 || box[2] > wide || box[3] > high - 3 * SIZE) continue;
      if (taken.some((one) => box[0] < one[2] && one[0] < box[2] && box[1] < one[3] && one[1] < box[3])) continue;
      taken.push(box);
      made.push(drawn("text", { class: "name", x, y }, each.name));
    }
  }
  return made;
}

const ORDER = ["relief", "water", "river", "road"];

/* Nothing where there is no base. `drawn` makes an element, `place` gives where a point lies. */
export function ground(shapes, tools) {
  const below = shapes.filter((one) => ORDER.includes(one.kind));
  below.sort((one, two) => ORDER.indexOf(one.kind) - ORDER.indexOf(two.kind) || two.rank - one.rank);
  const group = tools.drawn("g", { class: "ground" });
  group.append(...below.map((one) => path(one, tools)));
  group.append(
    ...names(
      shapes.filter((one) => one.kind === "settlement" && one.name),
      tools,
    ),
  );
  return group;
}

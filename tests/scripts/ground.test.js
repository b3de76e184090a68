import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.js";

const { ground } = await import("../../gridmap/static/gridmap/today/ground.js");

/* An element that only remembers. */
function drawn(tag, values, text) {
  return { tag, ...values, text, parts: [], append: (...more) => made.push(...more) };
}

let made = [];
function shown(shapes) {
  made = [];
  ground(shapes, { drawn, place: ([x, y]) => [x, y], wide: 300, high: 200 });
  return made;
}

const shape = (kind, rank, type, coordinates, name = "") => ({ kind, rank, name, shape: { type, coordinates } });

test("roads lie above waters, and the first rank above the others", () => {
  const line = [
    [0, 0],
    [9, 9],
  ];
  const told = shown([
    shape("road", 1, "LineString", line),
    shape("road", 3, "MultiLineString", [line]),
    shape("water", 1, "Polygon", [[...line, [0, 9], [0, 0]]]),
  ]);
  assert.deepEqual(
    told.map((one) => [one.class, one.d]),
    [
      ["water", "M0 0L9 9L0 9L0 0"],
      ["road", "M0 0L9 9"],
      ["road", "M0 0L9 9"],
    ],
  );
  assert.ok(told[2]["stroke-width"] > told[1]["stroke-width"]);
});

test("no name lies over another one, over the scale or beyond the edge", () => {
  const told = shown([
    shape("settlement", 2, "Point", [105, 60], "second"),
    shape("settlement", 1, "Point", [100, 60], "first"),
    shape("settlement", 1, "Point", [1, 60], "edge"),
    shape("settlement", 1, "MultiPoint", [[100, 195]], "scale"),
  ]);
  assert.deepEqual(
    told.map((one) => one.text),
    ["first"],
  );
});

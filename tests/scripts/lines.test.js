import assert from "node:assert/strict";
import { test } from "node:test";
import * as lines from "../../gridmap/static/gridmap/editor/lines.js";

const crossing = {
  lines: [
    {
      id: "a",
      xy: [
        [0, 0],
        [1, 1],
        [2, 0],
      ],
    },
    {
      id: "b",
      xy: [
        [2, 0],
        [3, 3],
      ],
    },
  ],
  grids: [{ key: "g", name: "例", locked: false }],
};
const of = (state, id) => state.lines.find((line) => line.id === id).xy;

test("a vertex that two lines share moves in both", () => {
  const moved = lines.moveVertex(crossing, [2, 0], [2, 5]);
  assert.deepEqual(
    [of(moved, "a")[2], of(moved, "b")[0]],
    [
      [2, 5],
      [2, 5],
    ],
  );
});

test("a former state stays what it was", () => {
  const before = structuredClone(crossing);
  lines.moveLine(crossing, "a", [1, 1], (_from, to) => to);
  lines.changeGrid(crossing, "g", { locked: true });
  lines.removeLines(crossing, ["a"]);
  assert.deepEqual(crossing, before);
});

test("the ends of a line cannot be taken away", () => {
  assert.equal(of(lines.removeVertex(crossing, "a", 0), "a").length, 3);
  assert.equal(of(lines.removeVertex(crossing, "a", 1), "a").length, 2);
});

test("lines that meet a moved border follow its ends", () => {
  const moved = lines.moveLine(crossing, "a", [0, 1], (_from, to) => to);
  assert.deepEqual(of(moved, "b"), [
    [2, 1],
    [3, 3],
  ]);
});

test("each drawn line has a name of its own", () => {
  const twice = lines.addLine(
    lines.addLine(crossing, [
      [0, 0],
      [9, 9],
    ]),
    [
      [0, 0],
      [8, 8],
    ],
  );
  assert.equal(new Set(twice.lines.map((line) => line.id)).size, 4);
});

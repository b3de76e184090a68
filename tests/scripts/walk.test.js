import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.js";

const { far, length, walk } = await import("../../gridmap/static/gridmap/today/walk.js");
const { arrange } = await import("../../gridmap/static/gridmap/today/list.js");
const { projected } = await import("../../gridmap/static/gridmap/today/plot.js");
const { weekly } = await import("../../gridmap/static/gridmap/today/week.js");
const WORDS = { far_m: "{n} m", far_km: "{n} km" };

/* A household so many thousandths of a degree east: 98 m each, at this latitude. */
function home(token, east, group = "due", more = {}) {
  return {
    token,
    head: token,
    number: token,
    address: "",
    place: "",
    phones: [],
    spelled: [],
    group,
    week: "",
    point: east === null ? null : [112.5 + east / 1000, 27.9],
    ...more,
  };
}

function told(more = {}) {
  return { text: "", here: null, from: null, done: new Set(), ...more };
}

function names(steps) {
  return steps.map((one) => one.home.token).join("");
}

test("from the most urgent the nearest next, and nobody who is not due", () => {
  const homes = [home("a", 5), home("b", 1), home("c", 4), home("d", 2), home("e", 3, "rest")];
  const steps = walk(homes, told());
  assert.equal(names(steps), "acdb");
  assert.deepEqual(
    steps.map(({ away }) => away),
    [null, 98, 197, 98],
  );
  assert.equal(length(steps), 393);
});

test("from one's own position, where it was given, or from where something was recorded", () => {
  const homes = [home("a", 5), home("b", 1), home("c", 4)];
  assert.equal(names(walk(homes, told({ here: [112.5, 27.9] }))), "bca");
  assert.equal(names(walk(homes, told({ from: homes[1].point, done: new Set(["b"]) }))), "ca");
});

test("special and overdue in any case, then what lies nearest, and no more than a day's", () => {
  const due = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((east) => home(`d${east}`, east));
  const homes = [home("u", 0, "urgent"), home("v", 40, "urgent"), ...due];
  const steps = walk(homes, told());
  assert.equal(names(steps), "ud1d2d3d4d5d6v");
});

test("who has no point comes last and has no distance", () => {
  const steps = walk([home("x", null, "urgent"), home("a", 1), home("b", 2)], told());
  assert.equal(names(steps), "abx");
  assert.equal(steps[2].away, null);
  assert.deepEqual(walk([], told()), []);
  assert.equal(names(walk([home("x", null)], told({ here: [112.5, 27.9] }))), "x");
});

test("distances are said as far as a straight line says", () => {
  assert.deepEqual(
    [0, 98, 243, 1437].map((away) => far(away, WORDS)),
    ["0 m", "100 m", "240 m", "1.4 km"],
  );
});

test("each household stands in one group, and what is done in the last", () => {
  const many = Array.from({ length: 10 }, (_one, east) => home(`d${east}`, east));
  const homes = [home("u", 0, "urgent"), ...many, home("r", 3, "rest"), home("o", 4, "rest")];
  const groups = arrange(homes, told({ done: new Set(["d3", "o"]) }));
  assert.deepEqual(
    groups.map(([name, lines]) => [name, lines.length]),
    [
      ["walk", 8],
      ["due", 2],
      ["rest", 1],
      ["done", 2],
    ],
  );
  const all = groups.flatMap(([, lines]) => lines.map((one) => one.home.token));
  assert.deepEqual([...all].sort(), homes.map((one) => one.token).sort());
});

test("a search suggests nothing, and a position has one list of the others, the nearest first", () => {
  const homes = [home("far", 9, "rest"), home("near", 1, "rest"), home("due", 5)];
  assert.deepEqual(
    arrange(homes, told({ text: "far" })).map(([name]) => name),
    ["rest"],
  );
  const groups = arrange(homes, told({ here: [112.5, 27.9] }));
  assert.deepEqual(
    groups.map(([name, lines]) => [name, lines.map((one) => one.home.token)]),
    [
      ["walk", ["due"]],
      ["near", ["near", "far"]],
    ],
  );
});

test("a map of one point, and of points in a line, has a scale", () => {
  for (const points of [
    [[112.5, 27.9]],
    [
      [112.5, 27.9],
      [112.51, 27.9],
    ],
    [
      [112.5, 27.9],
      [112.5, 27.91],
    ],
  ]) {
    const { metre, place } = projected(points, 168);
    assert.ok(metre > 0 && Number.isFinite(metre));
    for (const point of points) {
      const [x, y] = place(point);
      assert.ok(x >= 0 && x <= 328 && y >= 0 && y <= 168, `${x} ${y}`);
    }
  }
  const { place } = projected(
    [
      [112.5, 27.9],
      [112.5, 27.91],
    ],
    168,
  );
  assert.ok(place([112.5, 27.91])[1] < place([112.5, 27.9])[1], "north is above");
});

test("the week counts what is met and only waits to be sent, once", () => {
  const homes = [home("a", 1, "due", { week: "due" }), home("b", 2, "due", { week: "met" }), home("c", 3)];
  assert.deepEqual(weekly(homes, new Set()), { due: 2, met: 1 });
  assert.deepEqual(weekly(homes, new Set(["a", "b", "c"])), { due: 2, met: 2 });
});

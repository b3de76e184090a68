import assert from "node:assert/strict";
import { test } from "node:test";
import { answers } from "./browser.js";

const { Sync } = await import("../../gridmap/static/gridmap/editor/sync.js");

function drawing() {
  const grid = { key: "g", name: "例", code: "", locked: false, multipart_allowed: false, leader_from: "" };
  const draft = new EventTarget();
  draft.now = {
    lines: [
      {
        id: "a",
        xy: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
    grids: [grid],
  };
  draft.revision = 1;
  const kept = { write: () => {}, drop: () => {} };
  return { draft, sync: new Sync("/plans/1/", draft, 4, { inside: () => [0.5, 0.5], kept }) };
}

test("nothing is saved while nothing has changed", async () => {
  const asked = answers();
  await drawing().sync.flush();
  assert.equal(asked.length, 0);
});

test("a change is saved on the version that the last save gave", async () => {
  const { draft, sync } = drawing();
  const asked = answers({ body: { version: 5 } }, { body: { version: 6 } });
  for (draft.revision of [2, 3]) await sync.flush();
  assert.deepEqual(
    asked.map((one) => one.headers["If-Match"]),
    ['"4"', '"5"'],
  );
  assert.deepEqual([sync.dirty, sync.version], [false, 6]);
});

test("another's change stops the saving, and is told", async () => {
  const { draft, sync } = drawing();
  answers({ status: 412 });
  const told = [];
  sync.addEventListener("stale", () => told.push("stale"));
  draft.revision = 2;
  await assert.rejects(sync.flush());
  assert.deepEqual([told, sync.stopped, sync.dirty], [["stale"], true, true]);
});

test("what goes out is geometry, and of a grid a place within it", () => {
  const body = drawing().sync.body();
  assert.deepEqual(body.lines[0].geometry, {
    type: "LineString",
    coordinates: [
      [0, 0],
      [1, 1],
    ],
  });
  assert.deepEqual([body.grids[0].point, body.grids[0].code, body.grids[0].leader_from], [[0.5, 0.5], null, null]);
});

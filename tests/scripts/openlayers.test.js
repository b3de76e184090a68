/* The editor takes classes of OpenLayers from its bundle by name: one that is not there would be told by a whole browser only. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../../gridmap/static/gridmap/editor/", import.meta.url);
const BUNDLE = readFileSync(new URL("../../node_modules/ol/dist/ol.js", import.meta.url), "utf8");

/* { Style, Stroke } = ol.style and new ol.source.Vector as "style.Style", "style.Stroke", "source.Vector". */
function taken(text) {
  const several = [...text.matchAll(/\{([^{}]+)\} = ol\.(\w+);/g)].flatMap(([, names, from]) =>
    names
      .split(",")
      .map((name) => name.split(":")[0].trim())
      .filter(Boolean)
      .map((name) => `${from}.${name}`),
  );
  return [...several, ...[...text.matchAll(/\bol\.(\w+\.[A-Z]\w+)/g)].map((found) => found[1])];
}

test("every class that is taken from OpenLayers is there", () => {
  const names = readdirSync(FOLDER).flatMap((name) => taken(readFileSync(new URL(name, FOLDER), "utf8")));
  assert.ok(names.includes("style.RegularShape"));
  const missing = names.filter((name) => !new RegExp(`\\b${name.split(".").pop()}\\b`).test(BUNDLE));
  assert.deepEqual(missing, []);
});

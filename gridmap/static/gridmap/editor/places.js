/* Between degrees and the map's metres. A vertex that was given in degrees returns with those very numbers, so that
   neighbours that share it still do; others are rounded to a millimetre. */
import { round } from "./lines.js";

const known = new Map();

export function toMap(xy) {
  const place = ol.proj.fromLonLat(xy);
  known.set(`${place[0]} ${place[1]}`, xy);
  return place;
}

export function toDegrees(place) {
  return known.get(`${place[0]} ${place[1]}`) || ol.proj.toLonLat(place).map(round);
}

/* A GeoJSON geometry (degrees) for the map; its vertices are remembered. */
export function shapeOf(geometry) {
  const shape = new ol.format.GeoJSON().readGeometry(geometry);
  shape.applyTransform((from, to, stride) => {
    for (let at = 0; at < from.length; at += stride) {
      const place = toMap([from[at], from[at + 1]]);
      to[at] = place[0];
      to[at + 1] = place[1];
    }
    return to;
  });
  return shape;
}

/* The nearest of these features' borders within so many pixels: { place, feature } or null. Vertices come first. */
export function snap(map, place, features, pixels = 12) {
  const reach = pixels * map.getView().getResolution();
  let best = null;
  for (const feature of features) {
    const near = nearest(feature.getGeometry(), place, reach);
    if (near && (!best || near.rank < best.rank)) best = { ...near, feature };
  }
  return best;
}

function nearest(geometry, place, reach) {
  const vertex = vertexNear(geometry, place, reach);
  if (vertex)
    return { place: vertex, rank: Math.hypot(vertex[0] - place[0], vertex[1] - place[1]) - reach, vertex: true };
  const on = geometry.getClosestPoint(place);
  const far = Math.hypot(on[0] - place[0], on[1] - place[1]);
  return far <= reach ? { place: on, rank: far, vertex: false } : null;
}

function vertexNear(geometry, place, reach) {
  const flat = geometry.getFlatCoordinates();
  let best = null;
  let least = reach;
  for (let at = 0; at < flat.length; at += 2) {
    const far = Math.hypot(flat[at] - place[0], flat[at + 1] - place[1]);
    if (far <= least) [least, best] = [far, [flat[at], flat[at + 1]]];
  }
  return best;
}

/* How the editor's layers look. Told apart by width, dash and word, never by colour alone. */
const { Style, Stroke, Fill, Circle, RegularShape, Text } = ol.style;

/* Canvas knows no custom properties: the colours of the sheet are read once. */
const tokens = getComputedStyle(document.documentElement);
const token = (name) => tokens.getPropertyValue(`--${name}`).trim();
const HALO = token("map-halo");
const CHOSEN = token("draw-chosen");

const SIZE = parseFloat(token("t1")) * parseFloat(tokens.fontSize);
const FONT = `600 ${SIZE}px ${token("font")}`;
const stroke = (color, width, lineDash) => new Stroke({ color, width, lineDash });

export const outline = new Style({ stroke: stroke(token("map-line"), 4) });
export const present = new Style({ stroke: stroke(token("tone-long"), 2, [6, 5]) });
const road = new Style({ stroke: stroke(token("draw-road"), 1.5) });
const river = new Style({ stroke: stroke(token("draw-river"), 2, [14, 4]) });
export const way = (feature) => (feature.get("kind") === "river" ? river : road);
export const line = new Style({ stroke: stroke(token("draw-line"), 3) });
export const chosen = [
  new Style({ stroke: stroke(HALO, 9) }),
  new Style({ stroke: stroke(CHOSEN, 5) }),
  new Style({
    image: new RegularShape({
      points: 4,
      angle: Math.PI / 4,
      radius: 6,
      fill: new Fill({ color: HALO }),
      stroke: stroke(CHOSEN, 2),
    }),
    geometry: (feature) => new ol.geom.MultiPoint(feature.getGeometry().getCoordinates()),
  }),
];
export const locked = new Style({ stroke: stroke(token("draw-locked"), 3, [2, 5]) });
export const problem = [
  new Style({ stroke: stroke(HALO, 8), fill: new Fill({ color: token("draw-trouble") }) }),
  new Style({
    stroke: stroke(token("alarm"), 4),
    image: new Circle({ radius: 9, stroke: stroke(token("alarm"), 4), fill: new Fill({ color: token("map-label") }) }),
  }),
];
export const drawing = [
  new Style({ stroke: stroke(HALO, 7), fill: new Fill({ color: token("draw-new") }) }),
  new Style({ stroke: stroke(token("draw-begun"), 3, [8, 4]) }),
];
export const vertex = new Style({
  image: new Circle({ radius: 6, fill: new Fill({ color: HALO }), stroke: stroke(CHOSEN, 3) }),
});
export const cross = [
  new Style({ image: new RegularShape({ points: 4, radius: 16, radius2: 0, stroke: stroke(HALO, 5) }) }),
  new Style({
    image: new RegularShape({ points: 4, radius: 16, radius2: 0, stroke: stroke(token("draw-cross"), 2.5) }),
  }),
];

const loads = Object.fromEntries(["below", "within", "above"].map((fit) => [fit, token(`draw-load-${fit}`)]));

/* A grid in the colour of its load against the target, as its households are counted while one draws. */
export function grid(feature) {
  const color = feature.get("chosen") ? token("draw-grid-chosen") : loads[feature.get("fit")];
  return new Style({ fill: new Fill({ color }) });
}

/* Its name and number of households, above everything that lies in it. */
export function label(feature) {
  return new Style({
    text: new Text({
      text: feature.get("label"),
      font: FONT,
      overflow: true,
      fill: new Fill({ color: token("map-ink") }),
      stroke: stroke(token("map-label"), 4),
    }),
  });
}

const plain = new Style({ image: new Circle({ radius: 3, fill: new Fill({ color: token("draw-locked") }) }) });
const special = new Style({
  image: new RegularShape({
    points: 4,
    angle: Math.PI / 4,
    radius: 7,
    fill: new Fill({ color: token("tone-never") }),
    stroke: stroke(HALO, 1.5),
  }),
});
const taken = new Style({
  image: new Circle({ radius: 6, fill: new Fill({ color: CHOSEN }), stroke: stroke(HALO, 1.5) }),
});

const ring = new Style({ image: new Circle({ radius: 9, stroke: stroke(CHOSEN, 2) }) });

/* A household: a dot; a square when it is special and those are marked; larger when the lasso holds it; ringed when it
   moves. */
export function household(marked) {
  return (feature) => {
    const own = feature.get("taken") ? taken : marked() && feature.get("special") ? special : plain;
    return feature.get("moves") ? [ring, own] : own;
  };
}

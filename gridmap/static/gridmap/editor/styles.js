/* How the editor's layers look. Told apart by width, dash and word, never by colour alone. */
const INK = "#33475b";
const { Style, Stroke, Fill, Circle, RegularShape, Text } = ol.style;

const FONT = '600 13px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const stroke = (color, width, lineDash) => new Stroke({ color, width, lineDash });

export const outline = new Style({ stroke: stroke(INK, 4) });
export const present = new Style({ stroke: stroke("#9c3a0b", 2, [6, 5]) });
const road = new Style({ stroke: stroke("#6b5d4a", 1.5) });
const river = new Style({ stroke: stroke("#1b6f8f", 2, [14, 4]) });
export const way = (feature) => (feature.get("kind") === "river" ? river : road);
export const line = new Style({ stroke: stroke("#0f5288", 3) });
export const chosen = [
  new Style({ stroke: stroke("#ffffff", 9) }),
  new Style({ stroke: stroke("#b35c00", 5) }),
  new Style({
    image: new RegularShape({ points: 4, angle: Math.PI / 4, radius: 6, fill: new Fill({ color: "#fff" }), stroke: stroke("#b35c00", 2) }),
    geometry: (feature) => new ol.geom.MultiPoint(feature.getGeometry().getCoordinates()),
  }),
];
export const locked = new Style({ stroke: stroke("#51606f", 3, [2, 5]) });
export const problem = [
  new Style({ stroke: stroke("#ffffff", 8), fill: new Fill({ color: "#b3261e59" }) }),
  new Style({
    stroke: stroke("#b3261e", 4),
    image: new Circle({ radius: 9, stroke: stroke("#b3261e", 4), fill: new Fill({ color: "#ffffffcc" }) }),
  }),
];
export const drawing = [
  new Style({ stroke: stroke("#ffffff", 7), fill: new Fill({ color: "#d98a1f33" }) }),
  new Style({ stroke: stroke("#7a3e00", 3, [8, 4]) }),
];
export const vertex = new Style({
  image: new Circle({ radius: 6, fill: new Fill({ color: "#ffffff" }), stroke: stroke("#b35c00", 3) }),
});
export const cross = [
  new Style({ image: new RegularShape({ points: 4, radius: 16, radius2: 0, stroke: stroke("#ffffff", 5) }) }),
  new Style({ image: new RegularShape({ points: 4, radius: 16, radius2: 0, stroke: stroke("#7a0f5b", 2.5) }) }),
];

/* A grid: faint, fuller when it is far from the target. */
export function grid(feature) {
  const off = feature.get("off");
  return new Style({ fill: new Fill({ color: feature.get("chosen") ? "#ffe3b8b3" : off ? "#d3e8f8b3" : "#ffffff80" }) });
}

/* Its name and number of households, above everything that lies in it. */
export function label(feature) {
  return new Style({
    text: new Text({
      text: feature.get("label"),
      font: FONT,
      overflow: true,
      fill: new Fill({ color: "#14202c" }),
      stroke: stroke("#ffffffe6", 4),
    }),
  });
}

const plain = new Style({ image: new Circle({ radius: 3, fill: new Fill({ color: "#51606f" }) }) });
const special = new Style({
  image: new RegularShape({ points: 4, angle: Math.PI / 4, radius: 7, fill: new Fill({ color: "#2e0f28" }), stroke: stroke("#fff", 1.5) }),
});
const taken = new Style({ image: new Circle({ radius: 6, fill: new Fill({ color: "#b35c00" }), stroke: stroke("#fff", 1.5) }) });

const ring = new Style({ image: new Circle({ radius: 9, stroke: stroke("#b35c00", 2) }) });

/* A household: a dot; a square when it is special and those are marked; larger when the lasso holds it; ringed when it
   moves. */
export function household(marked) {
  return (feature) => {
    const own = feature.get("taken") ? taken : marked() && feature.get("special") ? special : plain;
    return feature.get("moves") ? [ring, own] : own;
  };
}

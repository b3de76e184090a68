/* The map through time: one answer holds every week, a step only repaints. Where the slider comes to rest the page of that
   day takes its place, so that panel, table, address and map say the same. */
import { state } from "./state.js";

const PACE = 700;
const REST = 800;
const own = () => gridmap.own;
const box = () => document.querySelector(".weeks");
const slider = () => box()?.querySelector("input");
const stage = () => document.querySelector(".stage");
const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const kept = new Map();
let frames = null;
let drawnThen = new Map();
let timer = null;
let rest = null;
let held = false;
let lead = null;

export function dress() {
  if (box()) box().hidden = false;
  if (held) slider()?.focus({ preventScroll: true });
  held = false;
  lead = null;
  frames = null;
  own().elsewhen = null;
}

/* The map of the page has been drawn: what was laid over it has gone with the one before. */
export function drawn() {
  drawnThen = new Map();
  frames = kept.get(box()?.dataset.key)?.found || null;
  if (frames) fit();
  if (timer) tick();
}

function load() {
  const { key, frames: address } = box().dataset;
  if (!kept.has(key)) {
    const entry = { asked: own().fetched(address, "application/json"), found: null };
    kept.set(key, entry);
    entry.asked = entry.asked.then((told) => {
      entry.found = told;
      const at = told.days.indexOf(box().dataset.on);
      for (const one of told.versions) one.shape ||= shapeOf(one, at)?.feature.geometry;
      return told;
    });
    entry.asked.catch(() => kept.delete(key));
  }
  return kept.get(key).asked.then((told) => {
    if (frames) return frames;
    frames = told;
    const moved = Number(slider().value) - Number(slider().defaultValue);
    fit();
    if (moved) step(moved);
    return told;
  });
}

const here = () => frames.days.indexOf(box().dataset.on);
const grounds = () => own().map().gridmapGrounds;
const filled = (one) => one.level === stage().dataset.by;
const during = (one, at) => one.first <= at && at <= one.last;

/* The shape that the map has of that version; none where the day looked at has another one. */
function shapeOf(one, at) {
  if (!during(one, at)) return null;
  return (filled(one) ? grounds().shapes : grounds().lines)?.get(one.code);
}

function fit() {
  const input = slider();
  input.max = String(Math.max(frames.days.length - 1, 0));
  input.defaultValue = String(Math.max(here(), 0));
  input.value = input.defaultValue;
  const alone = frames.days.length < 2;
  input.disabled = alone;
  box().querySelector(".play").disabled = alone;
  if (alone) say(own().words().unkept, own().words().unkept);
  else name(Number(input.value));
}

function say(shown, spoken) {
  box().querySelector("output").textContent = shown;
  slider().setAttribute("aria-valuetext", spoken);
}

function name(at) {
  say(frames.words[at], `${frames.words[at]}. ${frames.said[at]}`);
}

/* One week: fills, borders, sentence. Nothing is asked for. */
function paint(at) {
  const today = here();
  const then = new Map();
  for (const one of frames.versions) {
    const shown = during(one, at);
    const tone = shown && filled(one) ? one.tones[at - one.first] : "";
    const shape = shapeOf(one, today) || (shown ? borrowed(one) : drawnThen.get(one));
    const drawing = shape?.getElement?.() || shape?.getLayers?.()[0]?.getElement();
    if (!drawing) continue;
    drawing.classList.toggle("gone", !shown || (filled(one) && !tone));
    if (!tone) continue;
    wear(drawing, tone);
    then.set(one.code, one.told[at - one.first]);
  }
  own().elsewhen = at === today ? null : (code) => then.get(code);
  stage().classList.toggle("elsewhen", at !== today);
  name(at);
  const said = document.querySelector(".panelhead .lead");
  lead ||= [...said.childNodes];
  if (at === today) said.replaceChildren(...lead);
  else said.textContent = frames.said[at];
  document.querySelector("h1 small").textContent = own().words().asof.replace("{day}", frames.words[at]);
}

function wear(drawing, tone) {
  for (const name of [...drawing.classList]) if (name.startsWith("tone-")) drawing.classList.remove(name);
  drawing.classList.add(`tone-${tone}`);
  drawing.classList.toggle("out", Boolean(state.class) && state.class !== tone);
}

/* A border of another day, drawn when it is first needed. */
function borrowed(one) {
  if (!drawnThen.has(one)) {
    const style = filled(one)
      ? { className: "area", weight: 1 }
      : { className: `border ${one.level}`, fill: false, weight: 1.5 };
    const feature = { type: "Feature", properties: { code: one.code, name: one.name }, geometry: one.shape };
    const layer = L.geoJSON(feature, { style: style }).addTo(own().map().gridmapStage);
    layer.eachLayer((shape) => {
      own().leaveOut(shape);
      shape.bindTooltip(() => own().element("div", `${one.name} · ${own().elsewhen?.(one.code) || ""}`), {
        sticky: true,
      });
      if (filled(one)) shape.bringToBack();
    });
    drawnThen.set(one, layer);
  }
  return drawnThen.get(one);
}

function step(by) {
  const input = slider();
  input.value = String(Number(input.value) + by);
  paint(Number(input.value));
  settle();
}

function settle() {
  window.clearTimeout(rest);
  if (!timer) rest = window.setTimeout(open, REST);
}

/* The page of that day, in the place of the one before. */
function open() {
  const day = frames?.days[Number(slider()?.value)];
  if (!day || day === box().dataset.on) return;
  held = document.activeElement === slider();
  const asked = new URLSearchParams(window.location.search);
  asked.set("on", day);
  window.htmx.ajax("GET", `${window.location.pathname}?${asked}`, { target: "#main", swap: "innerHTML" });
}

function tick() {
  if (!slider()) return stop();
  if (Number(slider().value) >= Number(slider().max)) {
    stop();
    return settle();
  }
  step(1);
}

function stop() {
  window.clearInterval(timer);
  timer = null;
  box()?.querySelector(".play").setAttribute("aria-pressed", "false");
}

/* From the first week where the last one is shown. Where nothing shall move by itself it goes on by one week. */
function play() {
  if (timer) {
    stop();
    return settle();
  }
  return load().then(() => {
    if (slider().disabled) return;
    if (slider().value === slider().max) {
      slider().value = "0";
      paint(0);
    } else if (still()) step(1);
    if (still()) return settle();
    timer = window.setInterval(tick, PACE);
    box().querySelector(".play").setAttribute("aria-pressed", "true");
  });
}

const failed = () => say(own().words().failed, own().words().failed);

document.addEventListener("click", (event) => {
  if (event.target.closest(".weeks .play")) play().catch(failed);
});
document.addEventListener("keydown", (event) => {
  if (event.target.id !== "week" || event.key !== " ") return;
  event.preventDefault();
  play().catch(failed);
});
for (const reached of ["focusin", "pointerdown"])
  document.addEventListener(reached, (event) => {
    if (event.target.id === "week" && !frames) load().catch(failed);
  });
document.addEventListener("input", (event) => {
  if (event.target.id !== "week" || !frames) return;
  if (timer) stop();
  paint(Number(event.target.value));
  settle();
});

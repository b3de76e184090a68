/* What can be done to a drawing, as pure functions from one state to the next: nothing is changed in place, so that every
   former state can come back. A state is { lines: [{ id, xy: [[lon, lat], …] }], grids: [{ key, name, … }] }. A vertex
   that several lines share is one: it moves in all of them. */

export function same(one, other) {
  return one[0] === other[0] && one[1] === other[1];
}

let fresh = 0;

export function addLine(state, xy) {
  fresh += 1;
  return { ...state, lines: [...state.lines, { id: `drawn-${fresh}`, xy }] };
}

export function removeLines(state, ids) {
  return { ...state, lines: state.lines.filter((line) => !ids.includes(line.id)) };
}

export function moveVertex(state, from, to) {
  return withVertices(state, (xy) => (same(xy, from) ? to : xy));
}

/* Insert a vertex so that it becomes number `place` of the line. */
export function insertVertex(state, id, place, xy) {
  return withLine(state, id, (line) => [...line.slice(0, place), xy, ...line.slice(place)]);
}

/* Ends stay: they are where borders meet. */
export function removeVertex(state, id, place) {
  return withLine(state, id, (line) =>
    place > 0 && place < line.length - 1 ? line.filter((_xy, index) => index !== place) : line,
  );
}

/* The whole border by so many degrees; `along(xy)` is told for its ends where each may go. Lines that meet it follow. */
export function moveLine(state, id, [east, north], along) {
  const line = state.lines.find((each) => each.id === id);
  const ends = [line.xy[0], line.xy[line.xy.length - 1]];
  const shifted = (xy) => [round(xy[0] + east), round(xy[1] + north)];
  const places = new Map(line.xy.map((xy) => [String(xy), shifted(xy)]));
  for (const end of ends) places.set(String(end), along(end, shifted(end)));
  return withVertices(state, (xy, owner) =>
    owner === id || ends.some((end) => same(end, xy)) ? places.get(String(xy)) || xy : xy,
  );
}

/* Other lines, the same grids: what a lasso or a proposal answers. */
export function withLines(state, lines) {
  return { ...state, lines };
}

/* A grid's name, code, lock. */
export function changeGrid(state, key, changes) {
  return { ...state, grids: state.grids.map((grid) => (grid.key === key ? { ...grid, ...changes } : grid)) };
}

/* Lines that touch this place. */
export function meeting(state, xy) {
  return state.lines.filter((line) => same(line.xy[0], xy) || same(line.xy[line.xy.length - 1], xy));
}

/* A hundred-millionth of a degree: a millimetre. */
export function round(degrees) {
  return Math.round(degrees * 1e8) / 1e8;
}

function withLine(state, id, change) {
  return { ...state, lines: state.lines.map((line) => (line.id === id ? { ...line, xy: change(line.xy) } : line)) };
}

function withVertices(state, change) {
  return { ...state, lines: state.lines.map((line) => ({ ...line, xy: line.xy.map((xy) => change(xy, line.id)) })) };
}

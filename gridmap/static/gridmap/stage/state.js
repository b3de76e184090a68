/* What of the map its address keeps beside the question: position, selected area, class, whether the table is open.
   It stands behind the #, so that no server is told. */
const NAMES = ["at", "pick", "class", "table"];

const told = new URLSearchParams(window.location.hash.slice(1));
export const state = Object.fromEntries(NAMES.map((name) => [name, told.get(name) || ""]));

/* "" forgets. The address is replaced: going back leads to the question before, not to each move of the map. */
export function keep(changes) {
  Object.assign(state, changes);
  const said = new URLSearchParams(NAMES.filter((name) => state[name]).map((name) => [name, state[name]]));
  const behind = said.toString().replaceAll("%2C", ",");
  const address = window.location.pathname + window.location.search + (behind ? `#${behind}` : "");
  window.history.replaceState(window.history.state, "", address);
}

/* Cards of a board by arrow keys: up and down in a column, left and right to the next one that holds any. Enter opens by itself. */
const columnsOf = (board) =>
  [...board.querySelectorAll("section")].map((column) => [...column.querySelectorAll("ol a")]);
function next(columns, key, column, row) {
  if (key === "ArrowUp" || key === "ArrowDown") return columns[column][row + (key === "ArrowDown" ? 1 : -1)];
  const step = key === "ArrowRight" ? 1 : -1;
  for (let at = column + step; at >= 0 && at < columns.length; at += step) {
    if (columns[at].length) return columns[at][Math.min(row, columns[at].length - 1)];
  }
  return undefined;
}
// On the document: htmx puts another board in the place of this one.
document.addEventListener("keydown", (event) => {
  const board = event.target.closest("#board");
  if (!board || event.altKey || event.ctrlKey || event.metaKey || !event.key.startsWith("Arrow")) return;
  const columns = columnsOf(board);
  const column = columns.findIndex((cards) => cards.includes(event.target));
  const found =
    column < 0 ? columns.flat()[0] : next(columns, event.key, column, columns[column].indexOf(event.target));
  if (!found) return;
  event.preventDefault();
  found.focus();
});

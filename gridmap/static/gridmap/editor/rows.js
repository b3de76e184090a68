/* Rows of a table that are made anew only where what they show has changed: to make them all takes longer than an answer. */
export class Rows {
  constructor(box) {
    this.box = box;
    this.made = new Map();
  }

  /* `make` gives the row of an item by nothing but what the item holds. */
  show(items, make) {
    const old = this.made;
    this.made = new Map(
      items.map((item) => JSON.stringify(item)).map((text, place) => [text, old.get(text) || make(items[place])]),
    );
    const rows = [...this.made.values()];
    const same =
      rows.length === this.box.children.length && rows.every((row, place) => row === this.box.children[place]);
    if (!same) this.box.replaceChildren(...rows);
  }
}

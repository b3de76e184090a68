/* The draft in this window: the present state, all former ones, and those that were undone. */
export class Draft extends EventTarget {
  constructor(state) {
    super();
    this.now = state;
    this.past = [];
    this.future = [];
    this.revision = 0;
  }

  /* A new state, with the words for what was done. A state that is the present one changes nothing. */
  change(what, next) {
    if (next === this.now) return;
    this.past.push({ state: this.now, what });
    this.future = [];
    this.#show(next);
  }

  undo() {
    const step = this.past.pop();
    if (!step) return "";
    this.future.push({ state: this.now, what: step.what });
    this.#show(step.state);
    return step.what;
  }

  redo() {
    const step = this.future.pop();
    if (!step) return "";
    this.past.push({ state: this.now, what: step.what });
    this.#show(step.state);
    return step.what;
  }

  /* The same drawing as the service tells it: its lines cut where they meet, its grids with their keys. No step. */
  settle(state) {
    this.now = state;
    this.dispatchEvent(new Event("settled"));
  }

  #show(state) {
    this.now = state;
    this.revision += 1;
    this.dispatchEvent(new Event("changed"));
  }
}

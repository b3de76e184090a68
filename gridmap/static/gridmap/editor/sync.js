/* Between the draft in this window and the one on the server: each edit is checked at once, and saved when the hand rests.
   Saves come one after the other, each on the version that the last one gave. */
import { ask, Refused } from "./api.js";

const REST = 1200;

export class Sync extends EventTarget {
  constructor(address, draft, version, inside) {
    super();
    Object.assign(this, { address, draft, version, inside, saved: draft.revision, checking: null, saving: null, stopped: false });
    draft.addEventListener("changed", () => this.#changed());
    window.addEventListener("pagehide", () => this.#leave());
  }

  get dirty() {
    return this.saved !== this.draft.revision;
  }

  /* What is told to the server: lines, and what is said of each grid, which is known by its key and a point inside. */
  body(state = this.draft.now) {
    return {
      lines: state.lines.map((line) => ({ id: line.id, geometry: { type: "LineString", coordinates: line.xy } })),
      grids: state.grids.map(({ key, name, code, locked, multipart_allowed, leader_from }) =>
        ({ key, point: this.inside(key), name, code: code || null, locked, multipart_allowed, leader_from: leader_from || null })),
    };
  }

  /* Saved by now? Raises Refused where it cannot be. */
  async flush() {
    clearTimeout(this.later);
    while (this.saving) await this.saving.catch(() => {});
    if (this.dirty && !this.stopped) await this.#save();
  }

  /* Go on from another version: what was read anew, or what is to be put over another's. */
  restart(version, { saved = true } = {}) {
    this.version = version;
    this.stopped = false;
    this.saved = saved ? this.draft.revision : -1;
    if (!saved) this.#soon();
  }

  async #changed() {
    this.#soon();
    this.checking?.abort();
    const own = (this.checking = new AbortController());
    const revision = this.draft.revision;
    performance.mark("edited");
    try {
      const answer = await ask("POST", `${this.address}drawing/check/`, this.body(), { signal: own.signal });
      if (revision === this.draft.revision) this.#tell("answered", answer);
      performance.measure("edit", "edited");
    } catch (error) {
      if (error.name !== "AbortError") this.#failed(error);
    }
  }

  #soon() {
    clearTimeout(this.later);
    if (this.stopped) return;
    this.#tell("waiting");
    this.later = setTimeout(() => this.flush().catch(() => {}), REST);
  }

  async #save() {
    const revision = this.draft.revision;
    this.#tell("saving");
    this.saving = ask("PUT", `${this.address}drawing/`, this.body(), { version: this.version });
    try {
      const answer = await this.saving;
      this.version = answer.version;
      this.saved = revision;
      this.#tell("saved", answer);
      if (revision === this.draft.revision) this.#tell("answered", answer);
    } catch (error) {
      this.stopped = error instanceof Refused && error.status === 412;
      this.#failed(error);
      throw error;
    } finally {
      this.saving = null;
    }
  }

  #failed(error) {
    this.#tell(error.status === 412 ? "stale" : "failed", error);
  }

  #leave() {
    if (!this.dirty || this.stopped) return;
    const body = this.body();
    // A browser carries 64 KB after the page is gone; more than that was saved when the hand rested.
    if (JSON.stringify(body).length < 60000) {
      ask("PUT", `${this.address}drawing/`, body, { version: this.version, keepalive: true }).catch(() => {});
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

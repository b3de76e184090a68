/* Between the draft in this window and the one on the server: each edit is checked at once, and saved when the hand rests.
   Saves come one after the other, each on the version that the last one gave. What cannot be saved stays, here and in the
   browser's own store, and is tried again. */
import { ask, Refused, renewToken } from "./api.js";

const REST = 1200;
const AGAIN = [3000, 8000, 20000, 60000];

export class Sync extends EventTarget {
  constructor(address, draft, version, { inside, kept }) {
    super();
    Object.assign(this, {
      address,
      draft,
      version,
      inside,
      kept,
      saved: draft.revision,
      checking: null,
      saving: null,
      stopped: false,
      failures: 0,
    });
    draft.addEventListener("changed", () => this.#changed());
    window.addEventListener("pagehide", () => this.#leave());
    window.addEventListener("online", () => this.again());
    window.addEventListener("beforeunload", (event) => this.failures && this.dirty && event.preventDefault());
    document.addEventListener("visibilitychange", () => this.#look());
    window.addEventListener("focus", () => this.#look());
  }

  get dirty() {
    return this.saved !== this.draft.revision;
  }

  /* What is told to the server: lines, and what is said of each grid, which is known by its key and a point inside. */
  body(state = this.draft.now) {
    return {
      lines: state.lines.map((line) => ({ id: line.id, geometry: { type: "LineString", coordinates: line.xy } })),
      grids: state.grids.map(({ key, name, code, locked, multipart_allowed, leader_from }) => ({
        key,
        point: this.inside(key),
        name,
        code: code || null,
        locked,
        multipart_allowed,
        leader_from: leader_from || null,
      })),
    };
  }

  /* Saved by now? Raises Refused where it cannot be. */
  async flush() {
    clearTimeout(this.later);
    while (this.saving) await this.saving.catch(() => {});
    if (this.dirty && !this.stopped) await this.#save();
  }

  /* Now, instead of after the wait. */
  again() {
    if (this.failures) this.#soon(0);
  }

  /* Go on from another version: what was read anew, or what is to be put over another's. */
  restart(version, { saved = true } = {}) {
    this.version = version;
    this.stopped = false;
    this.saved = saved ? this.draft.revision : -1;
    if (saved) return this.kept.drop();
    this.kept.write(version, this.draft.now);
    return this.#soon();
  }

  async #changed() {
    this.kept.write(this.version, this.draft.now);
    this.#soon();
    this.checking?.abort();
    const own = (this.checking = new AbortController());
    const revision = this.draft.revision;
    performance.mark("edited");
    try {
      const answer = await ask("POST", `${this.address}drawing/check/`, this.body(), { signal: own.signal });
      if (revision === this.draft.revision) this.#tell("answered", answer);
      performance.measure("edit", "edited");
      // Somebody else has saved: the next save would be refused, and says by whom.
      if (answer.version > this.version) this.#soon(0);
    } catch (error) {
      if (error.name !== "AbortError") this.#failed(error);
    }
  }

  #soon(wait = REST) {
    clearTimeout(this.later);
    // Who closed the question without an answer is asked again.
    if (this.stopped) return this.#tell("stale", this.refusal);
    if (!this.failures) this.#tell("waiting");
    this.later = setTimeout(() => this.flush().catch(() => {}), wait);
    return undefined;
  }

  async #save() {
    const revision = this.draft.revision;
    this.#tell("saving");
    this.saving = this.#put();
    try {
      const answer = await this.saving;
      this.version = answer.version;
      this.saved = revision;
      this.failures = 0;
      if (this.dirty) this.kept.write(this.version, this.draft.now);
      else this.kept.drop();
      this.#tell("saved", answer);
      if (!this.dirty) this.#tell("answered", answer);
    } catch (error) {
      this.stopped = error.status === 412;
      this.refusal = error;
      this.#failed(error);
      if (error.passes) this.#soon(AGAIN[Math.min(this.failures, AGAIN.length) - 1]);
      throw error;
    } finally {
      this.saving = null;
    }
  }

  async #put() {
    if (this.failures) await renewToken();
    return ask("PUT", `${this.address}drawing/`, this.body(), { version: this.version });
  }

  #failed(error) {
    this.failures += 1;
    this.#tell(error.status === 412 ? "stale" : "failed", error);
  }

  /* Has somebody else saved, or handed the plan in? Told to who comes back to the window, too. Never by the clock: a page
     that asks by itself would keep a session awake that nobody uses. */
  async #look() {
    if (document.hidden || this.looking || this.stopped || this.failures || this.saving) return;
    this.looking = true;
    try {
      const plan = await ask("GET", this.address);
      if (plan.state !== "draft") this.#tell("closed", plan);
      else if (plan.version > this.version && this.dirty) this.#soon(0);
      else if (plan.version > this.version && !this.saving) this.#tell("outdated", plan);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    } finally {
      this.looking = false;
    }
  }

  #leave() {
    if (!this.dirty || this.stopped) return;
    const body = this.body();
    // A browser carries 64 KB after the page is gone; more than that is kept for the next time.
    if (JSON.stringify(body).length < 60000) {
      ask("PUT", `${this.address}drawing/`, body, { version: this.version, keepalive: true }).catch(() => {});
      this.kept.write(this.version, this.draft.now, true);
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/* Two planners on one draft: the second is told whose version stands there, and chooses. */
import { ask } from "./api.js";
import { say } from "./words.js";

export class Stale {
  constructor(editor) {
    this.editor = editor;
    this.dialog = document.getElementById("stale");
    const act = (name, what) => document.getElementById(name).addEventListener("click", () => this.#close(what));
    act("stale-theirs", () => editor.reload());
    act("stale-mine", () => this.#mine());
    act("stale-copy", () => this.#copy());
  }

  ask(error) {
    this.editor.status("notSaved");
    document.getElementById("stale-told").textContent = [error.message, error.remedy].filter(Boolean).join(" ");
    if (!this.dialog.open) this.dialog.showModal();
  }

  async #close(what) {
    try {
      await what();
      this.dialog.close();
    } catch (error) {
      document.getElementById("stale-told").textContent = error.message;
    }
  }

  /* My drawing upon the version that stands there now: nothing of theirs is lost that I did not draw over knowingly. */
  async #mine() {
    const { sync } = this.editor;
    const theirs = await ask("GET", `${sync.address}drawing/`);
    sync.restart(theirs.version, { saved: false });
  }

  async #copy() {
    const { sync, draft } = this.editor;
    const page = document.getElementById("editor");
    const body = {
      name: say("copyOf", { name: page.dataset.name }),
      villages: page.dataset.villages.split(" "),
      base: Number(page.dataset.number),
    };
    const made = await ask("POST", "/api/v1/plans/", body);
    const own = `/api/v1/plans/${made.number}/`;
    await ask("PUT", `${own}drawing/`, sync.body(draft.now), { version: made.version });
    sync.saved = draft.revision;
    window.location.assign(`/plans/${made.number}/draw/`);
  }
}

/* A proposal by the service: asked for, watched, and taken into the draft when it is there. */
import { ask } from "./api.js";
import { Proposals } from "./proposals.js";
import { element, number, say } from "./words.js";

const PAUSE = 700;

/* The job once it is done; how far it is meanwhile goes to `tell`. Raises what it failed with. */
export async function watched(job, tell) {
  let now = { state: "queued" };
  while (["queued", "running"].includes(now.state)) {
    await new Promise((go) => setTimeout(go, PAUSE));
    now = await ask("GET", `/api/v1/jobs/${job}/`);
    if (now.percent) tell(say("progress", { percent: now.percent }));
  }
  if (now.state !== "done") throw new Error(now.error || say("proposalFailed"));
  return now;
}

/* What the proposal costs those who look after each other; beside evening out, what a fresh split would cost. */
function price({ crossing_before: before, crossing_after: after, newly_crossing: newly, crossing_fresh: fresh }) {
  const told = say("proposalPrice", { before: number(before), after: number(after), newly: number(newly) });
  return fresh === undefined ? told : `${told} ${say("freshPrice", { fresh: number(fresh) })}`;
}

export class Jobs {
  constructor(editor) {
    this.editor = editor;
    this.form = document.getElementById("propose");
    this.told = document.getElementById("propose-told");
    this.#offer(editor.answer.layers || []);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#told(this.#propose(this.#asked()));
    });
    this.three = new Proposals({
      address: `${editor.sync.address}propose/`,
      watched: (job) => watched(job, (text) => this.#say(text)),
      take: (body) => this.#told(this.#propose(body)),
    });
    document.getElementById("propose-three").addEventListener("click", () => this.#told(this.#compare()));
  }

  /* Roads and rivers, where the county has any. */
  #offer(layers) {
    const box = document.getElementById("propose-layers");
    box.append(
      ...layers.map(({ kind, name }) =>
        element("label", {}, element("input", { type: "checkbox", name: "layers", value: kind }), ` ${name}`),
      ),
    );
    box.hidden = !layers.length;
  }

  /* What goes wrong is told beside the form. */
  #told(doing) {
    return doing.catch((error) => this.#say([error.message, error.remedy].filter(Boolean).join(" ")));
  }

  #asked() {
    const told = new FormData(this.form);
    const asked = Object.fromEntries(told);
    const body = { kind: asked.kind, village: asked.village, borders: asked.borders };
    if (asked.kind === "split") body.layers = told.getAll("layers");
    if (asked.kind === "split" && asked.k) body.k = Number(asked.k);
    else body.target = Number(asked.target);
    return body;
  }

  async #compare() {
    const { village, borders, target } = Object.fromEntries(new FormData(this.form));
    const layers = (this.editor.answer.layers || []).map(({ kind }) => kind);
    this.#say(say("proposing"));
    await this.three.show({ village, borders, target: Number(target), layers });
    this.#say(say("chooseOne"));
  }

  async #propose(body) {
    const { sync } = this.editor;
    await sync.flush();
    this.#say(say("proposing"));
    const { job } = await ask("POST", `${sync.address}propose/`, body);
    const { result } = await watched(job, (text) => this.#say(text));
    await this.editor.reload();
    this.#say([say("proposed"), price(result.figures)].join(" "));
  }

  #say(text) {
    this.told.textContent = text;
  }
}

/* All strips between borders that come from elsewhere, closed at once: the list of problems names them before. */
import { ask } from "./api.js";
import { withLines } from "./lines.js";
import { number, say } from "./words.js";

export function listenToSlivers(editor) {
  document.getElementById("slivers-close").addEventListener("click", async () => {
    const within = Number(document.getElementById("slivers-within").value) || 1;
    try {
      const answer = await ask("POST", `${editor.sync.address}slivers/`, { ...editor.sync.body(), within });
      if (answer.closed.length)
        editor.change(
          "closedSlivers",
          withLines(
            editor.draft.now,
            answer.lines.map((line) => ({ id: line.id, xy: line.geometry.coordinates })),
          ),
        );
      editor.acts().tell(say("sliversClosed", { n: number(answer.closed.length) }));
    } catch (error) {
      editor.acts().tell([error.message, error.remedy].filter(Boolean).join(" "));
    }
  });
}

/* The action is there while there is a strip, or land in doubt. */
export function offerSlivers(problems) {
  document.getElementById("slivers").hidden = !problems.some((each) =>
    ["gap", "overlap", "sliver"].includes(each.kind),
  );
}

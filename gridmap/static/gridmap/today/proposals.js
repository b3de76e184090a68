/* A proposed change of the register, as the outbox sends it and knows it again. */

/* With the keys of every object in their order, as geodata/register/proposing.py writes it. */
function inOrder(value) {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, inOrder(value[name])]),
  );
}

/* The text whose SHA-256 the service sends back. */
export function contentOfChange(entry) {
  const told = entry.body;
  return JSON.stringify(inOrder([told.kind, told.household || "", told.area || "", told.effective_on, told.payload]));
}

/* What takes it back, as it stands with the service: nothing where it is withdrawn, undone or refused already. */
export function takingBack(answer) {
  if (["withdrawn", "undone", "refused"].includes(answer.state)) return null;
  return answer.moves.includes("undo") ? "undo" : "withdraw";
}

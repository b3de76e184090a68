import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import "./browser.js";

const { newId, Outbox } = await import("../../gridmap/static/gridmap/today/outbox.js");
const { callsAt, moment } = await import("../../gridmap/static/gridmap/today/calls.js");
const VISIT = {
  day: "2026-11-30",
  mode: "door",
  outcome: "met",
  note: "水管",
  brought: ["rice", "oil"],
  visitors: [9, 3],
};

/* A phone's store, and a service that answers what it is told to. */
function phone(answer) {
  const store = new Map();
  const noted = [];
  const keep = {
    entries: async () => [...store.values()],
    put: async (entry) => store.set(entry.id, entry),
    remove: async (id) => store.delete(id),
    noteSent: async (...told) => noted.push(told),
  };
  const service = {
    account: 7,
    ready: async () => true,
    visits: (home) => `visits of ${home}`,
    undo: (id) => `undo ${id}`,
    inbox: "inbox",
    post: async (address, body) => answer(address, body),
  };
  const nothing = () => {};
  return { store, noted, outbox: new Outbox(keep, service, nothing, nothing) };
}

function entry() {
  const id = newId();
  return { id, account: 7, home: "token", made: 1, state: "waiting", body: { ...VISIT, client_id: id } };
}

function digest(one) {
  const content = [one.home, VISIT.day, "door", "met", VISIT.note, ["oil", "rice"], [3, 9], null];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

async function sent(one, answer) {
  const given = phone(answer);
  await given.outbox.add(one);
  await given.outbox.running;
  return given;
}

test("an id is a random UUID", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

test("a visit leaves when the service says that it recorded exactly this", async () => {
  const one = entry();
  const told = { client_id: one.id, body_hash: digest(one) };
  const { store, noted } = await sent(one, () => ({ ok: true, status: 201, told }));
  assert.deepEqual([store.size, noted.length], [0, 1]);
});

test("a visit stays when something else came back", async () => {
  const one = entry();
  const told = { client_id: one.id, body_hash: "0".repeat(64) };
  const { store } = await sent(one, () => ({ ok: true, status: 201, told }));
  assert.equal(store.size, 1);
});

for (const status of [0, 401, 429, 503]) {
  test(`a visit waits after ${status || "no answer"}`, async () => {
    const { store } = await sent(entry(), () => ({ ok: false, status }));
    assert.deepEqual(
      [...store.values()].map((one) => one.state),
      ["waiting"],
    );
  });
}

test("what the service refuses is handed to the office", async () => {
  const one = entry();
  const held = { ok: true, status: 201, told: { client_id: one.id, body_hash: digest(one) } };
  const { store } = await sent(one, (address) => (address === "inbox" ? held : { ok: false, status: 404 }));
  assert.equal(store.size, 0);
});

test("a conflict of ids waits for a person", async () => {
  const { store } = await sent(entry(), () => ({ ok: false, status: 409, said: "used" }));
  assert.deepEqual(
    [...store.values()].map((one) => [one.state, one.said]),
    [["stuck", "used"]],
  );
});

/* An answer to a question at a door; its hash as geodata/policies/answering.py works it out. */
function answerAtDoor() {
  const id = newId();
  const body = { client_id: id, question: "heated", resident: null, value: false, day: "2026-11-30", source: "door" };
  return { id, what: "door", account: 7, home: "token", head: "例", label: "例", made: 1, state: "waiting", body };
}

const ANSWER_HASH = createHash("sha256").update('["heated","token",null,false,"2026-11-30","door"]').digest("hex");

test("an answer at a door goes to its household, and leaves when exactly it was recorded", async () => {
  const addresses = [];
  const one = answerAtDoor();
  const given = phone((address) => {
    addresses.push(address);
    return { ok: true, status: 201, told: { client_id: one.id, body_hash: ANSWER_HASH } };
  });
  given.outbox.service.answers = (home) => `answers of ${home}`;
  await given.outbox.add(one);
  await given.outbox.running;
  assert.deepEqual([addresses, given.store.size], [["answers of token"], 0]);
});

for (const [name, answer, state] of [
  ["something else came back", { ok: true, status: 200, told: { body_hash: "0" } }, "waiting"],
  ["there is no network", { ok: false, status: 0 }, "waiting"],
  ["the household was given away", { ok: false, status: 404, said: "例" }, "stuck"],
]) {
  test(`an answer at a door stays where ${name}`, async () => {
    const given = phone(() => answer);
    given.outbox.service.answers = (home) => `answers of ${home}`;
    await given.outbox.add(answerAtDoor());
    await given.outbox.running;
    assert.deepEqual(
      [...given.store.values()].map((one) => one.state),
      [state],
    );
  });
}

/* A result of a roll-call; its hash as geodata/campaigns/results.py works it out. */
function resultAtDoor(more) {
  const id = newId();
  const said = {
    made_at: "2026-11-30T08:30:00Z",
    how: "door",
    state: "needs",
    answers: { heating: false },
    text: "例炉子",
  };
  const told = { id, what: "call", account: 7, home: "token", head: "例", label: "例", made: 1, day: "2026-11-30" };
  const body = { client_id: id, household: "token", ...said };
  return { ...told, campaign: "key", visit: true, state: "waiting", body, ...more };
}

const RESULT_HASH = createHash("sha256")
  .update('["key","token","2026-11-30T08:30:00Z","door","needs",[["heating",false]],"例炉子"]')
  .digest("hex");

async function calling(one, answer) {
  const given = phone((address, body) => {
    given.asked.push([address, body]);
    return answer;
  });
  given.asked = [];
  given.outbox.service.results = (campaign) => `results of ${campaign}`;
  await given.outbox.add(one);
  await given.outbox.running;
  return given;
}

test("a result of a roll-call keeps its moment, and leaves when exactly it was recorded", async () => {
  const one = resultAtDoor();
  const told = { client_id: one.id, body_hash: RESULT_HASH, visit: one.id, need: "N-1", left_out: "" };
  const given = await calling(one, { ok: true, status: 201, told: { results: [told] } });
  const [[address, sent]] = given.asked;
  assert.deepEqual([address, sent.results[0].made_at, given.store.size], ["results of key", "2026-11-30T08:30:00Z", 0]);
  assert.deepEqual(given.noted, [[7, one.id, 1, "2026-11-30"]]);
});

test("what was left out of a result is said", async () => {
  const one = resultAtDoor();
  const told = { client_id: one.id, body_hash: RESULT_HASH, visit: null, need: null, left_out: "例" };
  const given = await calling(one, { ok: true, status: 201, told: { results: [told] } });
  assert.deepEqual([given.outbox.leftOut, given.noted], ["例 例: 例", []]);
});

for (const [name, answer, state] of [
  ["something else came back", { ok: true, status: 200, told: { results: [{ body_hash: "0" }] } }, "waiting"],
  ["there is no network", { ok: false, status: 0 }, "waiting"],
  ["the roll-call was not open then", { ok: false, status: 409, said: "例" }, "stuck"],
]) {
  test(`a result of a roll-call stays where ${name}`, async () => {
    const given = await calling(resultAtDoor(), answer);
    assert.deepEqual(
      [...given.store.values()].map((one) => one.state),
      [state],
    );
  });
}

test("a roll-call whose result waits is not asked again", () => {
  const calls = { campaigns: [{ id: "one" }, { id: "two" }], households: { token: ["one", "two"] } };
  const left = callsAt(calls, "token", new Set(["one token"])).map((one) => one.id);
  assert.deepEqual([left, callsAt(calls, "other", new Set())], [["two"], []]);
});

test("a moment is told in UTC and whole seconds", () => {
  assert.equal(moment(Date.UTC(2026, 10, 30, 8, 30, 0, 900)), "2026-11-30T08:30:00Z");
});

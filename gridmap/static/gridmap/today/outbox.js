/* The outbox: every visit, and by `what` every proposed change of the register ("change"), every need ("need", with its visit or
   without), every answer of those concerned ("answer"), every answer to a question at a door ("door") and every result of a
   roll-call ("call", with its visit) is written down here first, and leaves only when the service has said what it recorded. */
import { contentOfCall } from "./calls.js";
import { tellWaiting } from "./keep.js";
import { contentOfAnswer } from "./doors.js";
import { contentOfNeed, visitOf, withoutVisit } from "./needs.js";
import { contentOfChange, takingBack } from "./proposals.js";

const SOON = 5000;
const LATEST = 60000;

export function newId() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, place) => hex.slice([0, 8, 12, 16, 20][place], end)).join("-");
}

/* The text whose SHA-256 the service sends back: geodata/visits/record.py writes the same. */
function content(entry) {
  const told = entry.body;
  const visitors = [...told.visitors].sort((a, b) => a - b);
  return JSON.stringify([
    entry.home,
    told.day,
    told.mode,
    told.outcome,
    told.note,
    [...told.brought].sort(),
    visitors,
    null,
  ]);
}

async function digest(text) {
  const bytes = await window.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");
}

/* Has the service recorded exactly this? Without TLS browsers work out no hash: then part by part (an office may have mended the day). */
async function recorded(entry, answer) {
  if (answer.client_id !== entry.body.client_id) return false;
  if (window.crypto.subtle) return answer.body_hash === (await digest(content(entry)));
  const same = (name) => JSON.stringify(answer[name]) === JSON.stringify(entry.body[name]);
  const parts = ["mode", "outcome", "brought", ...(answer.left_out ? [] : ["note"])];
  return answer.household === entry.home && parts.every(same);
}

/* Does the inbox hold exactly this, or what became of it? */
async function taken(entry, answer) {
  if (answer.client_id !== entry.body.client_id) return false;
  return !window.crypto.subtle || answer.body_hash === (await digest(content(entry)));
}

/* Does the service know exactly this change? Without TLS the id has to do: another content under it would be refused. */
async function proposed(entry, answer) {
  if (answer.client_id !== entry.body.client_id) return false;
  return !window.crypto.subtle || answer.body_hash === (await digest(contentOfChange(entry)));
}

/* Does the service know exactly this need, with exactly this visit? */
async function reported(entry, answer) {
  if (answer.client_id !== entry.body.client_id) return false;
  if (!window.crypto.subtle) return true;
  const visit = entry.body.visit ? await digest(content({ home: entry.home, body: entry.body.visit })) : null;
  return answer.body_hash === (await digest(contentOfNeed(entry, visit)));
}

/* Does the service know exactly this answer? */
async function said(entry, answer) {
  if (answer.client_id !== entry.body.client_id) return false;
  return !window.crypto.subtle || answer.body_hash === (await digest(contentOfAnswer(entry)));
}

/* Does the service know exactly this result? */
async function called(entry, answer) {
  if (answer?.client_id !== entry.body.client_id) return false;
  return !window.crypto.subtle || answer.body_hash === (await digest(contentOfCall(entry)));
}

/* Nothing heard, or the service is busy, or the session is not what it was: asked again later. */
function later(sent) {
  return (
    !sent.status || sent.status >= 500 || [401, 408, 429].includes(sent.status) || (sent.status === 403 && sent.csrf)
  );
}

export class Outbox {
  /* `service` knows the addresses and who is signed in; `changed` is called after every change, `ran` after every run. */
  constructor(keep, service, changed, ran) {
    this.keep = keep;
    this.service = service;
    this.changed = changed;
    this.ran = ran;
    this.running = null;
    this.again = false;
    this.wait = SOON;
    this.leftOut = "";
    this.told = [];
  }

  async own() {
    const all = await this.keep.entries();
    return all.filter((entry) => entry.account === this.service.account).sort((a, b) => a.made - b.made);
  }

  async others() {
    const all = await this.keep.entries();
    return all.filter((entry) => entry.account !== this.service.account);
  }

  async add(entry) {
    await this.keep.put(entry);
    await this.tell();
    this.send();
  }

  /* Not sent yet: gone as if it had never been. Else the service is asked to void it, whatever it knows of it by now. */
  async takeBack(entry) {
    const kept = (await this.keep.entries()).find((one) => one.id === entry.id);
    if (kept && !kept.tried && !this.running) await this.keep.remove(entry.id);
    else await this.keep.put({ ...entry, tried: 1, undo: true, state: "waiting" });
    await this.tell();
    return this.send();
  }

  async remove(id) {
    await this.keep.remove(id);
    await this.tell();
  }

  async tell() {
    const entries = await this.keep.entries();
    tellWaiting(entries.length);
    this.changed();
  }

  /* One run at a time; what is added meanwhile is sent by another one. */
  send() {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.run().finally(() => {
      this.running = null;
      if (this.again) {
        this.again = false;
        this.send();
      }
    });
    return this.running;
  }

  async run() {
    window.clearTimeout(this.timer);
    const waiting = (await this.own()).filter((entry) => entry.state === "waiting");
    if (!waiting.length) return;
    if (!(await this.service.ready())) return this.service.closed ? this.handOver(waiting) : this.later();
    this.refusals = 0;
    for (const entry of waiting) {
      if (entry.account !== this.service.account) return;
      const done = await this.one(entry);
      await this.tell();
      if (!done) return this.later();
    }
    this.wait = SOON;
    await this.ran(this.refusals, this.told.splice(0));
  }

  /* An account is closed: visits that it has not sent go to the office, on the word of the phone that it was signed in here.
     A change of the register is proposed and a need told by somebody who may, or not at all: they stay, and are named. */
  async handOver(entries) {
    const visits = [];
    for (const entry of entries.filter((one) => one.seal)) {
      if (!entry.what) visits.push(entry);
      else if (entry.what === "need" && entry.body.visit && !entry.undo) visits.push(await this.apart(entry));
    }
    for (const entry of visits) {
      const sent = await this.service.left(entry.undo ? [] : [this.letter(entry)], entry.seal);
      if (!sent.ok && later(sent)) return this.later();
      const answer = sent.ok && sent.told.closed ? sent.told.results[0] : null;
      if (sent.ok && sent.told.closed && (entry.undo || (answer && (await taken(entry, answer)))))
        await this.keep.remove(entry.id);
      else if (!sent.ok) await this.stick(entry, sent);
      await this.tell();
    }
  }

  /* Of those who have signed out here and whose accounts were closed since. */
  async handOverOthers() {
    await this.handOver((await this.others()).filter((entry) => entry.state === "waiting"));
  }

  /* What was refused is asked again when the page is opened or says so: the right or the household may have come back. */
  async askAgain() {
    for (const entry of await this.own()) {
      if (entry.state === "stuck" && [400, 403, 404].includes(entry.status))
        await this.keep.put({ ...entry, state: "waiting" });
    }
  }

  async tryAgain(entry) {
    await this.keep.put({ ...entry, state: "waiting" });
    await this.tell();
    return this.send();
  }

  later() {
    this.timer = window.setTimeout(() => this.send(), this.wait);
    this.wait = Math.min(2 * this.wait, LATEST);
  }

  letter(entry) {
    return { ...entry.body, household: entry.home, phone_time: new Date().toISOString() };
  }

  /* True when this entry needs no more sending now: recorded, taken back, with the office, or refused with a sentence. */
  async one(entry) {
    entry.tried = (entry.tried || 0) + 1;
    await this.keep.put(entry);
    if (entry.what === "change") return this.propose(entry);
    if (entry.what === "need") return this.report(entry);
    if (entry.what === "answer") return this.answer(entry);
    if (entry.what === "door") return this.atDoor(entry);
    if (entry.what === "call") return this.call(entry);
    const body = { ...entry.body, phone_time: new Date().toISOString() };
    const sent = await this.service.post(this.service.visits(entry.home), body);
    if (!sent.ok) return this.refused(entry, sent);
    if (!(await recorded(entry, sent.told))) return false;
    if (sent.told.left_out) this.leftOut = `${entry.head} ${entry.body.day}: ${sent.told.left_out}`;
    const now = await this.now(entry);
    if (!now.undo) return this.done(now);
    return this.undone(now, await this.service.post(this.service.undo(entry.body.client_id), {}));
  }

  /* Between a proposal and the village stands no inbox: what is refused stays here with its sentence. */
  async propose(entry) {
    const sent = await this.service.post(this.service.changes, entry.body);
    const now = await this.now(entry);
    if (!sent.ok) {
      if (later(sent)) return false;
      // Nothing of it is known there: taken back it was never there.
      return now.undo ? this.undone(now, { ok: true }) : this.stick(now, sent);
    }
    if (!(await proposed(entry, sent.told))) return false;
    if (now.undo) return this.undone(now, await this.takeBackThere(sent.told));
    this.told.push({ entry, state: sent.told.state });
    await this.keep.remove(entry.id);
    return true;
  }

  takeBackThere(answer) {
    const move = takingBack(answer);
    if (!move) return { ok: true };
    return this.service.post(this.service.moves(answer.id), { move }, { "If-Match": `"${answer.version}"` });
  }

  /* A need that is refused stays here with its sentence; whose household it was not, the visit goes to the office by itself. */
  async report(entry) {
    const sent = await this.service.post(this.service.needs, entry.body);
    const now = await this.now(entry);
    if (!sent.ok) {
      if (later(sent)) return false;
      if (now.undo) return this.undone(now, { ok: true });
      if ([403, 404].includes(sent.status) && now.body.visit) await this.apart(now);
      return this.stick(now, sent);
    }
    if (!(await reported(entry, sent.told))) return false;
    if (sent.told.left_out) this.leftOut = `${entry.head} ${entry.body.raised_on}: ${sent.told.left_out}`;
    if (now.undo) return this.undone(now, await this.takeBackNeed(now, sent.told));
    if (entry.body.visit)
      await this.keep.noteSent(entry.account, entry.body.client_id, entry.made, entry.body.raised_on);
    this.told.push({ entry, state: "reported", number: sent.told.number });
    await this.keep.remove(entry.id);
    return true;
  }

  /* The visit first: killed in between there are both, and taken apart again they are the same two. */
  async apart(entry) {
    const visit = visitOf(entry);
    await this.keep.put(visit);
    await this.keep.put(withoutVisit(entry));
    this.again = true;
    return visit;
  }

  /* Withdrawn while it is new; what somebody has begun to settle stays, and its visit with it. */
  async takeBackNeed(entry, answer) {
    if (!["new", "withdrawn"].includes(answer.state)) return { ok: false, status: 409, said: this.service.begun };
    if (answer.state === "new") {
      const told = { move: "withdraw", reason: this.service.mistaken };
      const version = { "If-Match": `"${answer.version}"` };
      const sent = await this.service.post(this.service.needMoves(answer.client_id), told, version);
      if (!sent.ok) return sent;
    }
    return entry.body.visit ? this.service.post(this.service.undo(answer.client_id), {}) : { ok: true };
  }

  /* What those concerned say of a need that is done; the same answer again is the same to the service. */
  async answer(entry) {
    const { need, version, answer, reason } = entry.body;
    const told = { move: "follow_up", answer, ...(reason ? { reason } : {}) };
    const sent = await this.service.post(this.service.needMoves(need), told, { "If-Match": `"${version}"` });
    if (!sent.ok) return later(sent) ? false : this.stick(entry, sent);
    this.told.push({ entry, state: "answered" });
    await this.keep.remove(entry.id);
    return true;
  }

  /* An answer to a question at a door. Taken back it is not sent; once it was sent the next one counts instead. */
  async atDoor(entry) {
    const sent = await this.service.post(this.service.answers(entry.home), entry.body);
    const now = await this.now(entry);
    if (!sent.ok) {
      if (later(sent)) return false;
      return now.undo ? this.undone(now, { ok: true }) : this.stick(now, sent);
    }
    if (!(await said(entry, sent.told))) return false;
    this.told.push({ entry, state: "answered" });
    await this.keep.remove(entry.id);
    return true;
  }

  /* A result of a roll-call, as of the moment at which it was made. Once it was sent, the one that is made next counts instead. */
  async call(entry) {
    const sent = await this.service.post(this.service.results(entry.campaign), { results: [entry.body] });
    const now = await this.now(entry);
    if (!sent.ok) {
      if (later(sent)) return false;
      return now.undo ? this.undone(now, { ok: true }) : this.stick(now, sent);
    }
    const [answer] = sent.told.results || [];
    if (!(await called(entry, answer))) return false;
    if (answer.left_out) this.leftOut = `${entry.head} ${entry.label}: ${answer.left_out}`;
    if (answer.visit) await this.keep.noteSent(entry.account, entry.body.client_id, entry.made, entry.day);
    this.told.push({ entry, state: answer.need ? "reported" : "answered", number: answer.need });
    await this.keep.remove(entry.id);
    return true;
  }

  async now(entry) {
    return (await this.keep.entries()).find((one) => one.id === entry.id) || entry;
  }

  /* Noted as sent before it leaves the outbox: what the phone counts is asked of the service by these ids. */
  async done(entry) {
    const now = await this.now(entry);
    if (!now.undo) {
      await this.keep.noteSent(entry.account, entry.body.client_id, entry.made, entry.body.day);
      await this.keep.remove(entry.id);
      return true;
    }
    // Taken back while it was on its way.
    return false;
  }

  async undone(entry, sent) {
    if (!sent.ok && sent.status !== 404) return later(sent) ? false : this.stick(entry, sent);
    await this.keep.remove(entry.id);
    return true;
  }

  /* Not accepted as it is: handed to the office of the village, which has it from then on. A conflict of ids is for a person. */
  async refused(entry, sent) {
    if (later(sent)) return false;
    if (![400, 403, 404].includes(sent.status)) return this.stick(entry, sent);
    this.refusals += 1;
    const kept = await this.now(entry);
    // Nothing is recorded under this id; it may be in the inbox.
    if (kept.undo) return this.undone(kept, await this.service.post(this.service.withdraw(entry.body.client_id), {}));
    const held = await this.service.post(this.service.inbox, this.letter(entry));
    if (!held.ok) return later(held) ? false : this.stick(entry, sent);
    if (!(await taken(entry, held.told))) return false;
    return this.done(entry);
  }

  /* Kept as it is, with the service's sentence, until it is asked again or a person decides. */
  async stick(entry, sent) {
    await this.keep.put({ ...(await this.now(entry)), state: "stuck", status: sent.status, said: sent.said });
    return true;
  }

  /* A person decided: as a visit of its own. */
  async sendAnew(entry, changes) {
    await this.keep.remove(entry.id);
    const id = newId();
    const body = { ...entry.body, ...changes, client_id: id };
    await this.add({ ...entry, id, body, state: "waiting", tried: 0, undo: false, said: "" });
  }
}

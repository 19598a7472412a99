// The page of `litsieve screen`. It holds no data of its own: what is shown comes from the program on this computer, and a
// decision counts once the program has answered that it is on the disk.
"use strict";
const $ = (id) => document.getElementById(id);
const main = $("content"), note = $("note");
const LISTS = { r: "review", p: "pairs", c: "conflicts", t: "texts", a: "all" };
let now = { name: "", seen: "", stage: "", position: null, total: 0 };
const MOVED = "the program was started again and has another address. Open that one, from its terminal: what you typed is kept and stands there too";
let latest = 0, busy = false, failed = null, going = false;

function view() {
  const [queue, at] = location.hash.slice(1).split("/", 2);
  return {
    queue: Object.values(LISTS).includes(queue) ? queue : "review", at: at ? decodeURIComponent(at) : "",
    words: $("words").value.trim(), search: $("f-search").value, unclear: $("f-unclear").value, state: $("f-state").value,
    from: $("f-from").value.trim(), to: $("f-to").value.trim(),
  };
}

// A program that was started again has another address, with another secret: a page that has it tells it to those that lie open.
let base = "";
try {
  const pages = new BroadcastChannel(document.body.dataset.place);
  pages.onmessage = ({ data }) => { base = data; };
  pages.postMessage(location.pathname);
} catch { /* then the reader opens the new address */ }

async function ask(path, options) {
  const response = await fetch(base + path, { ...options, headers: { "x-litsieve": "1", "content-type": "application/json" }, cache: "no-store" });
  if (response.status === 404) throw new Error(MOVED);
  return { status: response.status, body: await response.json() };
}

async function show(step = 0, from = null, number = 0) {
  const wanted = { ...view(), step, number };
  if (from !== null) wanted.at = from;
  const mine = ++latest;
  try {
    const { body } = await ask("show?" + new URLSearchParams(wanted));
    // An answer that was overtaken by a later question, or by a decision, is not shown any more.
    if (mine !== latest) return;
    if (body.error) return tell(body.error);
    tell("");
    paint(body);
  } catch (error) {
    const why = error.message === MOVED ? `This page cannot be read: ${MOVED}.` : "The program does not answer. Is it still running in its terminal? Nothing that was saved is lost.";
    tell(why, () => show(step, from, number));
  }
}

function paint(body) {
  const { queue } = view();
  const same = body.name === now.name && main.dataset.queue === queue;
  now = body;
  const focused = main.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && focusPath(focused);
  main.innerHTML = body.html; // made by the program, where everything from outside is escaped
  main.dataset.queue = queue;
  const hash = "#" + queue + (body.name ? "/" + encodeURIComponent(body.name) : "");
  if (location.hash !== hash) history.replaceState(null, "", hash);
  for (const link of document.querySelectorAll("[data-queue]")) {
    if (link.tagName === "A") link.dataset.queue === queue ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  for (const count of document.querySelectorAll("[data-count]")) count.textContent = body.counts[count.dataset.count];
  const total = body.done + body.left;
  $("progress").max = total || 1; $("progress").value = body.done;
  $("progress-words").textContent = `${body.done} of ${total} ${body.what}` + (body.remaining ? `, ${body.remaining} left` : "");
  $("place").textContent = body.position ? `${body.position} of ${body.total}` : body.total ? `of ${body.total}` : "";
  $("place").hidden = !$("place").textContent;
  for (const box of document.querySelectorAll("[data-for]")) box.hidden = !body.name || (box.dataset.for === "pairs") !== (queue === "pairs");
  const batch = document.querySelector("[data-do=batch]");
  batch.hidden = queue !== "review" || !body.narrowed || body.total < 2; $("batch-count").textContent = body.total;
  $("stage").textContent = queue === "texts" ? "Full text:" : queue === "conflicts" ? "Settle:" : "";
  document.querySelector("[data-do=undo]").disabled = !body.undo;
  document.querySelector("[data-do=redo]").disabled = !body.redo;
  if (!same) { note.value = body.note || kept(body.name); $("note-box").hidden = !note.value; window.scrollTo(0, 0); }
  news(body);
  const notices = body.notices.map((notice) => {
    const box = document.createElement("p");
    box.className = "notice";
    box.textContent = notice.text + (notice.help ? " " + notice.help : "");
    return box;
  });
  $("notices").replaceChildren(...notices);
  advise(body.advice || []);
  // What had the focus is gone: it goes to the same button of the new page, else to the title, never nowhere.
  const lost = again !== null || document.activeElement === document.body || document.activeElement === null;
  if (!same || lost) ((same && again && main.querySelector(again)) || document.querySelector("#title"))?.focus({ preventScroll: true });
  document.title = (body.left ? `(${body.left}) ` : "") + (body.title || "Screening");
}

/** What the pilot or the ranking has to say: on a phone folded to its first sentence, so that the reference is in sight. */
function advise(texts) {
  if ($("advice").dataset.said === JSON.stringify(texts)) return;
  const wide = window.matchMedia("(min-width: 60rem)").matches;
  const open = [...$("advice").querySelectorAll("details")].map((box) => box.open);
  $("advice").replaceChildren(...texts.map((text, number) => {
    const box = document.createElement("details"), head = document.createElement("summary"), rest = document.createElement("p");
    const end = text.search(/\. /) + 1;
    head.textContent = text.slice(0, end || text.length); rest.textContent = text.slice(end || text.length).trim();
    box.open = open[number] ?? wide;
    box.append(head, rest);
    return box;
  }));
  $("advice").dataset.said = JSON.stringify(texts);
}

/** What became of the review under the open page. */
function news(body) {
  $("changed").hidden = body.edition === document.body.dataset.edition;
  $("renewing").hidden = !body.renewing;
}

function say(text) { $("said").textContent = text; }

function tell(text, again) {
  const box = $("alert");
  box.replaceChildren();
  if (!text) return;
  box.append(text);
  if (again) {
    const button = document.createElement("button");
    button.type = "button"; button.className = "plain"; button.textContent = "Try again"; button.onclick = again;
    box.append(button);
  }
}

/** Where a button of the page is found again after the page was drawn anew. */
function focusPath(element) {
  const { do: action, answer } = element.dataset;
  if (!action) return "";
  const criterion = element.closest("[data-criterion]")?.dataset.criterion;
  return (criterion ? `[data-criterion="${CSS.escape(criterion)}"] ` : "") + `[data-do="${action}"]` + (answer ? `[data-answer="${answer}"]` : "");
}

// A note that was begun survives a reload, and a dead program whose successor has the same port.
const KEPT = `litsieve ${document.body.dataset.place} note `;
function keep() { keepFor(now.name, note.value); }
function keepFor(name, text) { try { text ? localStorage.setItem(KEPT + name, text) : localStorage.removeItem(KEPT + name); } catch { /* a full store costs comfort only */ } }
function kept(name) { try { return localStorage.getItem(KEPT + name) || ""; } catch { return ""; } }

async function act(what) {
  if (busy) return;
  busy = true; failed = null;
  document.body.classList.add("busy");
  try {
    const { status, body } = await ask("act", { method: "POST", body: JSON.stringify({ act: what, view: { ...view(), at: now.name } }) });
    latest += 1;
    if (status === 200) {
      tell("");
      const before = now.name;
      // A note goes with a decision; undoing and redoing take none, and what was typed stays where it was typed.
      const taken = "note" in what && what.note === note.value;
      if (taken) { note.value = ""; keep(); }
      const typed = note.value;
      if (body.returned && !(body.returned.name === before && typed)) keepFor(body.returned.name, kept(body.returned.name) || body.returned.note);
      paint(body);
      if (now.name === before) { note.value = typed || kept(before); $("note-box").hidden = !note.value && document.activeElement !== note; }
      say(`${body.saved}. ${body.left} left. ` + (now.name !== before ? now.title : ""));
    } else {
      if (body.view) { const written = note.value; paint(body.view); if (written) { note.value = written; $("note-box").hidden = false; } }
      tell(body.error);
    }
  } catch (error) {
    failed = what;
    const why = error.message === MOVED
      ? `${MOVED}. With the new address open, this page finds the program again`
      : `the program does not answer. Start it again with \`litsieve screen\` if it has ended, and open the address that it prints. If that begins with ${location.origin}/, what you typed stands there too, and this page finds the program again; if it begins otherwise, copy what you typed from here`;
    tell(`Not saved: ${why}.`, () => act(failed));
  } finally {
    busy = false;
    document.body.classList.remove("busy");
  }
}

function decide(verdict, criterion = "") {
  if (!now.name || view().queue === "pairs") return;
  act({ do: "decide", group: now.name, verdict, criterion, note: note.value, stage: now.stage, seen: now.seen, settles: view().queue === "conflicts" });
}

function settle(verdict) {
  const [a, b] = now.name.split("|");
  if (b) act({ do: "pair", a, b, verdict, note: note.value });
}

function openNote() { $("note-box").hidden = false; note.focus(); note.select(); }

function openExclude() { if (now.name && view().queue !== "pairs") $("exclude").showModal(); }

$("exclude").addEventListener("close", () => {
  const { returnValue } = $("exclude");
  $("exclude").returnValue = "";
  if (returnValue === "c:" && !note.value.trim()) { openNote(); return tell("Say why in the note, then press e and 0 again."); }
  if (returnValue.startsWith("c:")) decide("exclude", returnValue.slice(2));
});

function openSplit() {
  const records = [...main.querySelectorAll(".records li")];
  if (records.length < 2) return;
  $("split-list").replaceChildren(...records.map((record) => {
    const label = document.createElement("label"), box = document.createElement("input"), line = document.createElement("p");
    box.type = "checkbox"; box.value = record.querySelector("code").textContent;
    label.append(box, " ", record.textContent); line.append(label);
    return line;
  }));
  $("split").showModal();
}

$("split").addEventListener("close", () => {
  const records = [...$("split-list").querySelectorAll("input:checked")].map((box) => box.value);
  if ($("split").returnValue === "ok") act({ do: "split", group: now.name, records, note: note.value });
  $("split").returnValue = "";
});

function openBatch() {
  if (document.querySelector("[data-do=batch]").hidden) return tell("Search or filter the list of what waits for your review first; then it can be decided together.");
  for (const id of ["batch-note", "batch-number"]) $(id).value = "";
  $("batch-total-words").textContent = `${now.total} references`;
  $("batch").showModal(); $("batch-verdict").focus();
}

$("batch").addEventListener("close", () => {
  const { returnValue } = $("batch");
  $("batch").returnValue = "";
  if (returnValue !== "ok") return;
  const total = Number($("batch-number").value.trim());
  if (total !== now.total) return tell(`Nothing was saved: the list has ${now.total} references, and you typed “${$("batch-number").value}”.`);
  const verdict = $("batch-verdict").value, criterion = verdict === "exclude" ? $("batch-criterion").value : "";
  const said = $("batch-note").value;
  if (verdict === "exclude" && !criterion && !said.trim()) return tell("Nothing was saved: choose the criterion that they all fail, or say in the note why.");
  // The note of the reference that shows stays in its box: it is about that one only.
  act({ do: "batch", verdict, criterion, note: said, total });
});

function openJump() { $("jump-number").value = ""; $("jump").showModal(); $("jump-number").focus(); }

$("jump").addEventListener("close", () => {
  const number = Number($("jump-number").value.trim());
  if ($("jump").returnValue === "ok" && Number.isInteger(number) && number > 0) show(0, null, number);
  $("jump").returnValue = "";
});

function openPick() {
  if (!now.name || view().queue === "pairs") return;
  $("pick-words").value = ""; $("pick-list").replaceChildren();
  $("pick").showModal(); $("pick-words").focus();
}

let waiting = 0;
$("pick-words").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const words = $("pick-words").value.trim();
    if (words.length < 3) return $("pick-list").replaceChildren();
    const { body } = await ask("list?" + new URLSearchParams({ queue: "all", words }));
    const entries = body.entries.filter((entry) => entry.name !== now.name).slice(0, 30);
    $("pick-list").replaceChildren(...entries.map((entry) => {
      const line = document.createElement("li"), button = document.createElement("button");
      button.type = "button"; button.textContent = [entry.title, entry.author, entry.year].filter(Boolean).join(" · ");
      button.onclick = () => { $("pick").close(); act({ do: "duplicate", group: now.name, of: entry.name, note: note.value }); };
      line.append(button);
      return line;
    }));
  }, 150);
});

function retrieval(verdict) {
  if (view().queue !== "texts" || !now.name) return;
  if (verdict === "not-retrieved" && !note.value.trim()) { openNote(); return tell("Say in the note why it could not be had, then press w (outside of the note)."); }
  const said = { do: "retrieval", group: now.name, verdict };
  act(verdict === "not-retrieved" ? { ...said, note: note.value } : said);
}

function criterion(box, answer) {
  if (box) act({ do: "criterion", group: now.name, criterion: box.dataset.criterion, verdict: box.dataset.own === answer ? "" : answer, note: note.value });
}

/** The next answer to the criterion with this number: met, not met, unclear, nothing. */
function cycle(number) {
  const box = main.querySelectorAll("[data-criterion]")[number - 1];
  if (!box?.querySelector("[data-answer]")) return;
  const answers = ["", "met", "not-met", "unclear"];
  const next = answers[(answers.indexOf(box.dataset.own) + 1) % answers.length];
  criterion(box, next || box.dataset.own);
}

function withdraw(button) {
  if (button) act({ do: "withdraw", group: now.name, stage: button.dataset.stage });
}

function clear(queue = view().queue, state = "") {
  for (const id of ["words", "f-search", "f-unclear", "f-from", "f-to"]) $(id).value = "";
  $("f-state").value = state;
  $("filters").open = false;
  history.replaceState(null, "", "#" + queue);
  show(0, "");
}

const DO = {
  sought: () => retrieval("sought"), retrieved: () => retrieval("retrieved"), "not-retrieved": () => retrieval("not-retrieved"),
  include: () => decide("include"), unsure: () => decide("unsure"), exclude: openExclude,
  same: () => settle("same"), different: () => settle("different"),
  next: () => show(1, now.name), back: () => show(-1, now.name), note: openNote,
  jump: openJump, batch: openBatch, close: () => document.querySelector("dialog[open]")?.close(),
  clear: () => clear(), doubts: () => clear("all", "unsure"), reload: () => { keep(); location.reload(); }, undo: () => act({ do: "undo" }), redo: () => act({ do: "redo" }), split: openSplit, duplicate: openPick,
  withdraw: () => withdraw(main.querySelector("[data-do=withdraw]")),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button?.dataset.do === "criterion") criterion(button.closest("[data-criterion]"), button.dataset.answer);
  else if (button && DO[button.dataset.do]) DO[button.dataset.do]();
});

const KEYS = {
  i: DO.include, e: DO.exclude, m: DO.unsure, n: DO.note, u: DO.undo, r: DO.redo, j: DO.next, k: DO.back,
  ArrowRight: DO.next, ArrowLeft: DO.back, x: DO.split, s: DO.same,
  d: () => (view().queue === "pairs" ? DO.different() : DO.duplicate()),
  f: DO.sought, t: DO.retrieved, w: DO["not-retrieved"],
  o: () => main.querySelector(".links a")?.click(), h: () => document.body.classList.toggle("plainly"),
  l: openJump, b: openBatch, z: DO.withdraw,
  "/": () => { $("words").focus(); $("words").select(); }, "?": () => $("help").showModal(), g: () => { going = true; setTimeout(() => { going = false; }, 3000); },
};

document.addEventListener("keydown", (event) => {
  const open = document.querySelector("dialog[open]");
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && !open && !event.target.closest("textarea, input")) { event.preventDefault(); DO.undo(); }
    return;
  }
  if (event.target === note && event.key === "Escape") { note.blur(); return document.querySelector("#title")?.focus(); }
  if (event.target.closest("textarea, select, input:not([type=checkbox])") || !$("keys-on").checked) return;
  if (open) {
    const reason = open.id === "exclude" && /^[0-9]$/.test(event.key) && [...open.querySelectorAll(".reason")].find((button) => button.querySelector("kbd")?.textContent === event.key);
    if (reason) { event.preventDefault(); reason.click(); }
    return;
  }
  if (going && event.key === "m") { going = false; event.preventDefault(); return DO.doubts(); }
  if (going && LISTS[event.key]) { going = false; event.preventDefault(); location.hash = "#" + LISTS[event.key]; return; }
  const digit = event.shiftKey && /^Digit([1-9])$/.exec(event.code);
  if (digit && view().queue !== "pairs") { event.preventDefault(); return cycle(Number(digit[1])); }
  if (/^[1-9]$/.test(event.key)) {
    const reasons = [...$("exclude").querySelectorAll(".reason")];
    const reason = reasons.find((button) => button.querySelector("kbd")?.textContent === event.key);
    if (reason) { event.preventDefault(); decide("exclude", reason.value.slice(2)); }
    return;
  }
  if (Object.hasOwn(KEYS, event.key)) { event.preventDefault(); KEYS[event.key](); }
});

$("help-button").addEventListener("click", () => $("help").showModal());
$("keys-on").addEventListener("change", () => { try { localStorage.setItem("keys", $("keys-on").checked ? "on" : "off"); } catch { /* comfort only */ } });
try { $("keys-on").checked = localStorage.getItem("keys") !== "off"; } catch { /* comfort only */ }
note.addEventListener("input", keep);
$("search").addEventListener("submit", (event) => { event.preventDefault(); show(0, ""); main.focus(); });
for (const id of ["words", "f-search", "f-unclear", "f-state", "f-from", "f-to"]) $(id).addEventListener("change", () => show(0, ""));
window.addEventListener("hashchange", () => show());
// Another tab or another person may have decided meanwhile.
document.addEventListener("visibilitychange", () => { if (!document.hidden && !note.value && !document.querySelector("dialog[open]")) show(); });
// A page that lies open says that the protocol or an export has changed, and shows nothing else by itself.
setInterval(async () => {
  if (document.hidden || busy) return;
  try { news((await ask("show?" + new URLSearchParams({ ...view(), at: now.name }))).body); } catch { /* the next decision says so */ }
}, 5000);
show();

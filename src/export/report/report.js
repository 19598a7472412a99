"use strict";
(() => {
  const byId = id => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const { words, groups, records, boxes, searches, sources, criteria, files, doubts, versions, rulings } = data;
  const total = groups.g.length;
  const all = n => Array.from({ length: n }, (_, at) => at);
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // ---- small tools
  const el = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(props || {})) {
      if (value === null || value === undefined || value === false) continue;
      key in node && key !== "list" ? node[key] = value : node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.flat().filter(child => child !== null && child !== undefined));
    return node;
  };
  const number = n => n.toLocaleString("en");
  const plural = (n, one, many) => number(n) + " " + (n === 1 ? one : many);
  const tag = word => el("span", { className: "tag " + word }, word.replace("-", " "));
  const soft = (...children) => el("div", { className: "soft" }, ...children);
  const say = text => { byId("status").textContent = text; byId("status").classList.add("shown"); clearTimeout(say.wait); say.wait = setTimeout(() => byId("status").classList.remove("shown"), 4000); };

  // ---- CSV as the results write it: quoted where needed, no cell a formula
  const cell = value => {
    value = String(value ?? "");
    if (/^'*[=+\-@\t\r]/.test(value)) value = "'" + value;
    return /[",\n\r]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : value;
  };
  const csv = rows => rows.map(row => row.map(cell).join(",")).join("\n") + "\n";
  const copy = async (rows, name) => {
    const text = csv(rows);
    try { await navigator.clipboard.writeText(text); }
    catch {
      const area = el("textarea", { value: text, className: "aside", ariaHidden: "true" });
      document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
    }
    say(plural(rows.length - 1, "row", "rows") + " of " + name + " copied as CSV");
  };
  const copyButton = (name, rows) => {
    const button = el("button", { type: "button", className: "plain" }, "Copy as CSV");
    button.setAttribute("aria-label", "Copy as CSV: " + name);
    button.addEventListener("click", () => copy(rows(), name));
    return button;
  };

  // ---- references and records
  const outcome = g => words[groups.o[g]];
  const title = g => groups.t[g] || "(no title)";
  const recordTitle = r => records.t[r] || (records.g[r] >= 0 ? groups.t[records.g[r]] : "") || "(no title)";
  const searchNames = g => groups.q[g].map(q => searches[q][0]).join(", ");
  const details = g => [groups.a[g], groups.y[g], words[groups.j[g]]].filter(Boolean).join(" · ");
  const file = r => files[records.f[r]][0] + (records.l[r] ? ":" + records.l[r] : "");
  const searchOf = r => searches[files[records.f[r]][1]][0];
  const link = (kind, name, ...children) => el("a", { href: "#" + kind + "-" + encodeURIComponent(name) }, ...children);
  const groupLink = g => link("g", groups.g[g], title(g));
  const recordLink = r => link("r", records.r[r], el("code", {}, records.r[r]));
  const parts = new Map();
  const storyOf = g => {
    const part = Math.floor(g / data.part);
    if (!parts.has(part)) parts.set(part, JSON.parse(byId("part-" + part).textContent));
    return parts.get(part)[g % data.part];
  };
  const groupNumbers = () => groupNumbers.map ||= new Map(groups.g.map((name, at) => [name, at]));
  const recordNumbers = () => recordNumbers.map ||= new Map(records.r.map((name, at) => [name, at]));

  // ---- values side by side, differences marked
  const ORDER = ["title", "original title", "author", "date", "journal", "volume", "issue", "pages", "end page", "article number", "doi", "pmid", "document type", "language", "accession number"];
  const fold = value => value.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  // The words of `b` that are not, in this order, words of `a`: by their longest common subsequence.
  const marked = (a, b) => {
    const cut = text => text.split(/(\s+)/);
    const left = cut(a).filter(word => word.trim()).map(fold), tokens = cut(b), right = tokens.filter(word => word.trim()).map(fold);
    if (left.length * right.length > 250000) return [el("mark", {}, b)];
    const table = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
    for (let i = left.length - 1; i >= 0; i--) for (let j = right.length - 1; j >= 0; j--)
      table[i][j] = left[i] === right[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    const same = new Set();
    for (let i = 0, j = 0; i < left.length && j < right.length;)
      if (left[i] === right[j]) { same.add(j); i++; j++; } else if (table[i + 1][j] >= table[i][j + 1]) i++; else j++;
    let at = -1;
    return tokens.map(token => {
      if (!token.trim()) return token;
      at++;
      return same.has(at) || !right[at] ? token : el("mark", {}, token);
    });
  };
  const valuesOf = (list, field) => list.filter(([name]) => words[name] === field).map(([, value]) => value).join("; ");
  const recordValues = r => {
    const g = records.g[r];
    return g < 0 ? [] : storyOf(g).v[groups.n[g].indexOf(r)];
  };
  // Columns are records; the first is what the others are compared with.
  const sideBySide = (members, origins) => {
    const lists = members.map(recordValues);
    const names = [...new Set(lists.flat().map(([name]) => words[name]))];
    const rank = name => ORDER.indexOf(name) < 0 ? ORDER.length : ORDER.indexOf(name);
    names.sort((a, b) => rank(a) - rank(b));
    const head = members.map((r, at) => el("th", { scope: "col", id: "col-" + r + "-" + members[0] },
      recordLink(r), soft(searchOf(r) + " · " + file(r)), at === 0 && members.length > 1 ? soft("stands for the report") : null));
    const rows = names.map(name => {
      const values = lists.map(list => valuesOf(list, name));
      const differs = values.some(value => fold(value) !== fold(values[0]));
      const kept = new Set((origins || []).filter(([field]) => words[field] === name).map(([, at]) => at));
      return el("tr", { className: differs ? "differs" : "" }, el("th", { scope: "row" }, name, differs ? el("span", { className: "aside" }, " (differs)") : null),
        values.map((value, at) => el("td", { dir: "auto" }, value ? (at && fold(value) !== fold(values[0]) ? marked(values[0], value) : value) : el("span", { className: "soft" }, "—"),
          differs && kept.has(at) ? el("span", { className: "tag kept", title: "This value is in the merged reference" }, "kept") : null)));
    });
    return el("div", { className: "scroll", tabIndex: 0, role: "group", ariaLabel: "Side by side: " + members.map(r => records.r[r]).join(", ") },
      el("table", { className: "sides" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Field"), head)), el("tbody", {}, rows)));
  };
  const story = g => {
    const { f, l, k, p, w } = storyOf(g), members = groups.n[g];
    const box = el("div", { className: "story" });
    box.append(el("p", {}, "Reference ", link("g", groups.g[g], el("code", {}, groups.g[g])), " · ", tag(outcome(g)), " · decided by " + words[groups.b[g]] + " · " + words[groups.s[g]],
      groups.d[g] ? " · doi:" + groups.d[g] : null));
    if (groups.r[g] && words[groups.r[g]]) box.append(el("p", {}, words[groups.r[g]]));
    if (w) box.append(el("p", {}, w));
    box.append(el("h3", {}, members.length > 1 ? "Its records, side by side" : "Its record"), sideBySide(members, k));
    if (l.length) box.append(el("h3", {}, "One report, because"), el("ul", {}, l.map(([a, b, by, levels]) =>
      el("li", {}, recordLink(members[a]), " = ", recordLink(members[b]), " by " + words[by] + ": " + words[levels]))));
    if (f.length) box.append(el("h3", {}, "What the criteria found"), el("ul", {}, f.map(([criterion, verdict, reason, ruled, evidence]) =>
      el("li", {}, el("strong", {}, criteria[criterion] ?? "?"), " ", tag(ruled ? ruled[0] : words[verdict]), ruled ? " ruled by " + ruled[1] + "; by itself " + words[verdict] + ":" : "", " " + words[reason],
        evidence.length ? el("ul", {}, merged(evidence).map(([field, text, cue, at]) => el("li", {}, words[field] + " “", el("mark", {}, text), "” (" + words[cue] + ") in ",
          at.flatMap((place, n) => [n ? ", " : "", members[place] === undefined ? "" : recordLink(members[place])])))) : null))));
    if (p.length) box.append(el("h3", {}, "What people said"), el("ul", {}, p.map(said => el("li", {}, said))));
    return box;
  };
  // Equal words of several records, once.
  const merged = evidence => {
    const list = new Map();
    for (const [field, text, at, cue] of evidence) {
      const key = field + "\n" + text + "\n" + cue;
      list.has(key) ? list.get(key)[3].push(at) : list.set(key, [field, text, cue, [at]]);
    }
    return [...list.values()];
  };

  // ---- tables drawn from the data: only what is near the window is in the page
  const CHUNK = 40, LONG = 60, PRINTED = 1000, paper = matchMedia("print");
  class View {
    constructor(place, spec) {
      Object.assign(this, spec);
      this.open = new Set(); this.sort = null; this.wanted = []; this.chosen = {}; this.box = null;
      this.file = place.dataset.file;
      this.status = el("span", { className: "soft", role: "status" });
      this.rest = el("p", { className: "soft printed" });
      this.table = el("table", { ariaLabel: this.name });
      this.scroller = el("div", { className: "big", tabIndex: 0, role: "region", ariaLabel: this.name + ", scrollable" }, this.table);
      place.replaceChildren(this.tools(), this.scroller, this.rest);
      this.heads();
      this.watch = new IntersectionObserver(seen => seen.forEach(entry => this.seen(entry)), { root: this.scroller, rootMargin: "600px 0px" });
      this.select();
    }
    tools() {
      const input = el("input", { type: "search", placeholder: this.hint || "words" });
      input.setAttribute("aria-label", "Filter " + this.name);
      let wait = 0;
      input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { this.box = null; this.wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean); this.select(); }, 100); });
      this.input = input;
      this.selects = (this.choices || []).map(choice => {
        const values = [...new Set(this.rows.map(choice.of))].filter(Boolean).sort(collator.compare).slice(0, 300);
        const select = el("select", {}, el("option", { value: "" }, choice.label + ": all"), values.map(value => el("option", { value }, value.length > 70 ? value.slice(0, 70) + "…" : value)));
        select.setAttribute("aria-label", choice.label);
        select.addEventListener("change", () => { this.box = null; this.chosen[choice.label] = select.value; this.select(); });
        return values.length > 1 ? select : null;
      });
      this.reset = el("button", { type: "button", className: "plain", hidden: true }, "Show all");
      this.reset.addEventListener("click", () => { this.clear(); this.select(); });
      return el("div", { className: "tools" }, input, this.selects, copyButton(this.name, () => { const all = [...(this.also || []), ...this.columns]; return [all.map(c => c.csv || c.label), ...this.shown.map(row => all.map(c => c.text(row)))]; }), this.reset, this.status);
    }
    clear() { this.input.value = ""; this.wanted = []; this.chosen = {}; this.box = null; this.selects.forEach(select => select && (select.value = "")); }
    heads() {
      const head = this.columns.map(column => {
        const button = el("button", { type: "button" }, column.label);
        const th = el("th", { scope: "col", className: column.className || "" }, button);
        button.addEventListener("click", () => {
          this.sort = { column, up: this.sort?.column === column ? !this.sort.up : true };
          this.table.querySelectorAll("th[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
          th.setAttribute("aria-sort", this.sort.up ? "ascending" : "descending");
          this.select();
        });
        return th;
      });
      if (this.detail) head.push(el("th", { scope: "col", className: "toggle" }, "Details"));
      this.table.append(el("thead", {}, el("tr", {}, head)));
    }
    matches(row) {
      if (this.box && !this.box.has(row)) return false;
      for (const choice of this.choices || []) if (this.chosen[choice.label] && choice.of(row) !== this.chosen[choice.label]) return false;
      if (!this.wanted.length) return true;
      this.index ||= new Map();
      let text = this.index.get(row);
      if (text === undefined) this.index.set(row, text = this.search(row).toLowerCase());
      return this.wanted.every(word => text.includes(word));
    }
    select() {
      this.shown = this.rows.filter(row => this.matches(row));
      if (this.sort) {
        const { column, up } = this.sort, value = column.sort || column.text;
        const keys = new Map(this.shown.map(row => [row, value(row)]));
        const order = (a, b) => typeof keys.get(a) === "number" ? keys.get(a) - keys.get(b) : collator.compare(keys.get(a), keys.get(b));
        this.shown.sort((a, b) => (up ? 1 : -1) * order(a, b) || a - b);
      }
      this.watch.disconnect();
      this.table.querySelectorAll("tbody").forEach(body => body.remove());
      this.bodies = [];
      for (let from = 0; from < this.shown.length; from += CHUNK) {
        const body = el("tbody"), size = Math.min(CHUNK, this.shown.length - from);
        body.part = this.bodies.length; body.height = size * 58;
        this.spacer(body); this.bodies.push(body);
      }
      if (!this.shown.length) this.table.append(el("tbody", {}, el("tr", {}, el("td", { colSpan: this.width() }, "No row matches."))));
      this.table.append(...this.bodies);
      this.table.setAttribute("aria-rowcount", this.shown.length + 1);
      this.scroller.classList.toggle("long", this.shown.length > LONG);
      this.scroller.scrollTop = 0;
      this.bodies.slice(0, 2).forEach(body => this.fill(body));
      this.bodies.forEach(body => this.watch.observe(body));
      const label = this.box?.label ? " · " + this.box.label : "";
      this.status.textContent = this.shown.length === this.rows.length ? plural(this.rows.length, "row", "rows") : number(this.shown.length) + " of " + plural(this.rows.length, "row", "rows") + label;
      this.rest.textContent = this.shown.length > PRINTED ? "The first " + number(PRINTED) + " of " + number(this.shown.length) + " rows are printed; " + this.file + " has all." : "";
      this.reset.hidden = this.shown.length === this.rows.length;
    }
    width() { return this.columns.length + (this.detail ? 1 : 0); }
    spacer(body) {
      const space = el("td", { colSpan: this.width() });
      space.style.height = body.height + "px";
      body.replaceChildren(el("tr", { className: "space", ariaHidden: "true" }, space)); body.full = false;
    }
    fill(body) {
      if (body.full) return;
      const from = body.part * CHUNK;
      body.replaceChildren(...this.shown.slice(from, from + CHUNK).flatMap((row, at) => this.draw(row, from + at)));
      body.full = true;
    }
    seen(entry) {
      const body = entry.target;
      // On paper all rows are in the window: what is printed was drawn before.
      if (paper.matches) return;
      if (entry.isIntersecting) { this.fill(body); return; }
      if (!body.full || this.bodies.length < 12 || body.contains(document.activeElement)) return;
      body.height = body.getBoundingClientRect().height || body.height;
      this.spacer(body);
    }
    draw(row, at) {
      const line = el("tr", { ariaRowIndex: String(at + 2), className: this.rowClass?.(row) || "" }, this.columns.map(column => el("td", { className: column.className || "" }, column.cell ? column.cell(row) : column.text(row))));
      line.row = row;
      if (!this.detail) return [line];
      const isOpen = this.open.has(row);
      const button = el("button", { type: "button", className: "plain", ariaExpanded: String(isOpen) }, isOpen ? "Hide" : "Show");
      button.setAttribute("aria-label", (isOpen ? "Hide" : "Show") + " details of " + this.rowName(row));
      button.addEventListener("click", () => this.toggle(line, button));
      line.append(el("td", { className: "toggle" }, button));
      line.button = button;
      return isOpen ? [line, this.more(row)] : [line];
    }
    more(row) { return el("tr", { className: "more" }, el("td", { colSpan: this.width() }, this.detail(row))); }
    toggle(line, button) {
      const isOpen = this.open.has(line.row);
      if (isOpen) { this.open.delete(line.row); line.nextElementSibling?.remove(); }
      else { this.open.add(line.row); line.after(this.more(line.row)); }
      button.textContent = isOpen ? "Show" : "Hide";
      button.setAttribute("aria-expanded", String(!isOpen));
      button.setAttribute("aria-label", button.textContent + " details of " + this.rowName(line.row));
    }
    // Shows one row, with its details.
    reveal(row) {
      if (!this.shown.includes(row)) { this.clear(); this.select(); }
      const at = this.shown.indexOf(row);
      if (at < 0) return false;
      if (this.detail) this.open.add(row);
      const body = this.bodies[Math.floor(at / CHUNK)];
      body.full = false; this.fill(body);
      const line = [...body.rows].find(line => line.row === row);
      const settle = () => {
        this.scroller.scrollTop = line.offsetTop - this.table.tHead.offsetHeight;
        this.scroller.scrollIntoView({ block: "start" });
      };
      settle(); requestAnimationFrame(settle);
      this.table.querySelectorAll(".found").forEach(other => other.classList.remove("found"));
      line.classList.add("found");
      (line.querySelector("a") || line.button)?.focus({ preventScroll: true });
      return true;
    }
    only(rows, label) {
      this.clear(); this.box = new Set(rows); this.box.label = label; this.select();
      this.scroller.closest("section").scrollIntoView();
      this.scroller.focus({ preventScroll: true });
    }
    print() { this.bodies.slice(0, PRINTED / CHUNK).forEach(body => this.fill(body)); }
    printed() { this.watch.disconnect(); this.bodies.forEach(body => this.watch.observe(body)); }
  }

  // ---- the tables
  const titleColumn = { label: "Reference", csv: "title", cell: g => [groupLink(g), soft(details(g))], text: title, className: "main" };
  const yearColumn = { label: "Year", csv: "year", text: g => groups.y[g], className: "n wide" };
  const searchColumn = { label: "Found by", csv: "searches", text: searchNames, className: "wide" };
  const searchText = g => [groups.g[g], title(g), groups.a[g], groups.y[g], words[groups.j[g]], groups.d[g], words[groups.r[g]], groups.n[g].map(r => records.r[r]).join(" ")].join(" ");
  const differing = g => {
    const lists = storyOf(g).v, names = new Set(lists.flat().map(([name]) => words[name]));
    return [...names].filter(name => !["accession number", "document type"].includes(name) && new Set(lists.map(list => fold(valuesOf(list, name)))).size > 1);
  };
  // What people said comes first where they decided; a question that only they could answer is no evidence then.
  const evidence = g => {
    const { f, p, e } = storyOf(g), byPeople = words[groups.b[g]] !== "rule";
    const found = f.filter(([criterion]) => words[groups.c[g]].split(", ").includes(criteria[criterion])).flatMap(([, verdict, reason, , found]) =>
      found.length ? merged(found).map(([field, text, cue]) => words[field] + " “" + text + "” (" + words[cue] + ")") : byPeople && words[verdict] === "unclear" ? [] : [words[reason]]);
    return e.map(at => p[at]).concat(found).join("; ");
  };
  const pair = list => at => list[at];
  const side = r => r === null ? "?" : [recordLink(r), el("div", { dir: "auto" }, recordTitle(r)), soft([valuesOf(recordValues(r), "author"), words[records.y[r]], valuesOf(recordValues(r), "journal")].filter(Boolean).join(" · "))];
  // What is copied and not shown.
  const identity = [{ csv: "group", text: g => groups.g[g] }, { csv: "doi", text: g => groups.d[g] }];
  const group = { rowName: title, also: identity, detail: story, search: searchText, hint: "title, author, DOI, record" };
  const SPECS = {
    references: { ...group, name: "references", rows: all(total), also: [...identity, { csv: "reason", text: g => words[groups.r[g]] }],
      choices: [{ label: "Decision", of: outcome }, { label: "Reason", of: g => words[groups.r[g]] }],
      columns: [titleColumn, yearColumn, { label: "Decision", csv: "decision", cell: g => [tag(outcome(g)), soft(words[groups.r[g]])], text: outcome }, { ...searchColumn }, { label: "Records", csv: "records", text: g => groups.n[g].length, className: "n wide" }] },
    exclusions: { ...group, name: "exclusions", rows: all(total).filter(g => outcome(g) === "excluded"),
      choices: [{ label: "Reason", of: g => words[groups.r[g]] }, { label: "Stage", of: g => words[groups.s[g]] }, { label: "By", of: g => words[groups.b[g]] }],
      columns: [titleColumn, { label: "Reason", csv: "reason", text: g => words[groups.r[g]], cell: g => [words[groups.r[g]], soft(words[groups.s[g]] + " · by " + words[groups.b[g]])] }, { label: "It rests on", csv: "evidence", text: evidence, className: "wide" }] },
    duplicates: { ...group, name: "duplicate groups", rows: all(total).filter(g => groups.n[g].length > 1),
      columns: [titleColumn, { label: "Records", csv: "records", text: g => groups.n[g].length, className: "n" }, { ...searchColumn }, { label: "Differ in", csv: "differ_in", text: g => differing(g).join(", "), className: "wide" }],
      detail: g => el("div", { className: "story" }, sideBySide(groups.n[g], storyOf(g).k), el("p", {}, "One report, because:"), el("ul", {}, storyOf(g).l.map(([a, b, by, levels]) => el("li", {}, recordLink(groups.n[g][a]), " = ", recordLink(groups.n[g][b]), " by " + words[by] + ": " + words[levels])))) },
    doubtful: { name: "doubtful pairs", rows: all(doubts.length), rowName: d => "the pair " + records.r[doubts[d][0]] + " and " + records.r[doubts[d][1]], search: d => [doubts[d][0], doubts[d][1]].map(r => records.r[r] + " " + recordTitle(r)).join(" ") + doubts[d][2],
      columns: [{ label: "One record", csv: "record_a", cell: d => side(doubts[d][0]), text: d => records.r[doubts[d][0]], className: "main" }, { label: "Another record", csv: "record_b", cell: d => side(doubts[d][1]), text: d => records.r[doubts[d][1]], className: "main" }, { label: "Why in doubt", csv: "why", text: d => doubts[d][2], cell: d => [doubts[d][2], soft("rule " + words[doubts[d][3]] + ", score " + doubts[d][5])] }],
      detail: d => el("div", { className: "story" }, sideBySide([doubts[d][0], doubts[d][1]]), el("p", { className: "soft" }, words[doubts[d][4]])) },
    versions: { name: "versions and companions", rows: all(versions.length), rowName: v => "the pair " + records.r[versions[v][0]] + " and " + records.r[versions[v][1]], search: v => [versions[v][0], versions[v][1]].map(r => records.r[r] + " " + recordTitle(r)).join(" "),
      columns: [{ label: "One report", csv: "record_a", cell: v => side(versions[v][0]), text: v => records.r[versions[v][0]], className: "main" }, { label: "Another report", csv: "record_b", cell: v => side(versions[v][1]), text: v => records.r[versions[v][1]], className: "main" }, { label: "How they belong together", csv: "type", text: v => words[versions[v][2]], cell: v => [words[versions[v][2]], soft("rule " + words[versions[v][3]] + ": " + versions[v][4])] }],
      detail: v => el("div", { className: "story" }, sideBySide([versions[v][0], versions[v][1]])) },
    records: { name: "records", rows: all(records.r.length).filter(r => records.g[r] >= 0), hint: "title, identifier, file",
      search: r => [records.r[r], recordTitle(r), words[records.y[r]], files[records.f[r]][0], groups.g[records.g[r]]].join(" "),
      choices: [{ label: "Search", of: searchOf }],
      columns: [{ label: "Record", csv: "record", cell: r => [recordLink(r), soft(file(r))], text: r => records.r[r] }, { label: "Title", csv: "title", cell: r => el("span", { dir: "auto" }, recordTitle(r)), text: recordTitle, className: "main" }, { label: "Date", csv: "date", text: r => words[records.y[r]], className: "wide" }, { label: "Search", csv: "search", text: searchOf, className: "wide" },
        { label: "Reference", csv: "group", cell: r => groups.n[records.g[r]].length > 1 ? [link("g", groups.g[records.g[r]], "one of " + groups.n[records.g[r]].length), soft(outcome(records.g[r]).replace("-", " "))] : [link("g", groups.g[records.g[r]], "its reference"), soft(outcome(records.g[r]).replace("-", " "))], text: r => groups.g[records.g[r]] }] },
    rulings: { name: "rulings", rows: all(rulings.length), search: n => rulings[n].map((value, at) => at === 1 || at === 2 || at === 3 ? words[value] : value).join(" "), rowClass: n => rulings[n][6] ? "" : "past",
      choices: [{ label: "Who", of: n => words[rulings[n][1]] }],
      columns: [{ label: "When", csv: "at", text: n => rulings[n][0] }, { label: "Who", csv: "by", text: n => words[rulings[n][1]] }, { label: "What", csv: "what", text: n => words[rulings[n][2]], className: "wide" }, { label: "Verdict", csv: "verdict", text: n => words[rulings[n][3]], cell: n => [words[rulings[n][3]], rulings[n][6] ? null : soft("no longer counts")] }, { label: "Why", csv: "note", text: n => rulings[n][4], className: "main" }, { label: "On", csv: "records", text: n => rulings[n][5].map(r => records.r[r]).join(" "), cell: n => rulings[n][5].slice(0, 3).flatMap(r => [recordLink(r), " "]), className: "wide" }] }
  };
  const views = {};
  document.querySelectorAll("[data-view]").forEach(place => { views[place.dataset.view] = new View(place, SPECS[place.dataset.view]); });

  // ---- tables that stand in the page: sort, filter, copy
  document.querySelectorAll("table.sortable").forEach(table => {
    const name = table.dataset.name, body = table.tBodies[0], rows = [...body.rows];
    const text = (row, at) => row.cells[at]?.innerText.trim() ?? "";
    const tools = el("div", { className: "tools small" });
    if (rows.length > 11) {
      const input = el("input", { type: "search", placeholder: "words" });
      input.setAttribute("aria-label", "Filter " + name);
      input.addEventListener("input", () => {
        const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
        rows.forEach(row => { row.hidden = !wanted.every(word => row.textContent.toLowerCase().includes(word)); });
      });
      tools.append(input);
    }
    const head = [...table.tHead.rows[0].cells];
    tools.append(copyButton(name, () => [head.map(th => th.textContent), ...[...body.rows].filter(row => !row.hidden).map(row => head.map((_, at) => text(row, at)))]));
    // A filter stands above its rows, a button alone below them.
    if (rows.length > 11) table.parentElement.before(tools); else table.parentElement.after(tools);
    if (rows.length < 3) return;
    head.forEach((th, at) => {
      const button = el("button", { type: "button" }, ...th.childNodes);
      th.append(button);
      button.addEventListener("click", () => {
        const up = th.getAttribute("aria-sort") !== "ascending";
        head.forEach(other => other.removeAttribute("aria-sort"));
        th.setAttribute("aria-sort", up ? "ascending" : "descending");
        const plain = value => value.replaceAll(",", "");
        body.append(...rows.sort((a, b) => (up ? 1 : -1) * collator.compare(plain(text(a, at)), plain(text(b, at)))));
      });
    });
  });

  // ---- permanent links: #r-RECORD, #g-REFERENCE, #box-BOX of the flow, #set-...
  const sourcesOf = g => [...new Set(groups.q[g].map(q => searches[q][1]))].sort((a, b) => a - b).join(".");
  const SETS = {
    "to-review": () => [g => outcome(g) === "to-review", "wait for a person"],
    sources: value => [g => sourcesOf(g) === value, "found by exactly " + value.split(".").map(at => sources[at]).join(" and ")],
    criterion: value => [g => outcome(g) === "excluded" && words[groups.c[g]] === criteria[value], "excluded by " + criteria[value]]
  };
  const go = () => {
    let hash = location.hash.slice(1);
    try { hash = decodeURIComponent(hash); } catch { return; }
    const [, kind, name] = /^(r|g|box|set)-(.*)$/s.exec(hash) || [];
    if (kind === "r" || kind === "g") {
      const record = kind === "r" ? recordNumbers().get(name) : undefined;
      const at = kind === "g" ? groupNumbers().get(name) : record === undefined ? undefined : records.g[record];
      if (at === undefined || at < 0 || !views.references.reveal(at)) { say("This page has no " + (kind === "r" ? "record " : "reference ") + name); return; }
      if (record !== undefined) document.getElementById("col-" + record + "-" + groups.n[at][0])?.classList.add("found");
    } else if (kind === "box" && boxes[name]) {
      const [what, bit, label] = boxes[name], list = what === "r" ? records : groups, view = what === "r" ? views.records : views.references;
      view.only(view.rows.filter(row => list.x[row] >>> bit & 1), label);
    } else if (kind === "set") {
      const [, set, value] = /^(to-review|sources|criterion)-?(.*)$/s.exec(name) || [];
      if (!SETS[set]) return;
      const [has, label] = SETS[set](value);
      views.references.only(views.references.rows.filter(has), label);
    }
  };
  addEventListener("hashchange", go);
  // A link that is followed a second time leads there again.
  document.addEventListener("click", event => {
    const target = event.target.closest?.("a");
    const href = target?.getAttribute("href");
    if (href && href === location.hash && /^#(r|g|box|set)-/.test(href)) { event.preventDefault(); go(); }
  });
  // What is folded in is printed as well, and folded in again.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    Object.values(views).forEach(view => view.print());
    unfolded = [...document.querySelectorAll("details:not([open])")];
    unfolded.forEach(box => { box.open = true; });
  });
  addEventListener("afterprint", () => {
    Object.values(views).forEach(view => view.printed());
    unfolded.splice(0).forEach(box => { box.open = false; });
  });

  // ---- where the reader is
  const links = new Map([...document.querySelectorAll("nav a")].map(a => [a.getAttribute("href").slice(1), a]));
  const here = new IntersectionObserver(seen => {
    for (const entry of seen) if (entry.isIntersecting) {
      links.forEach(a => a.removeAttribute("aria-current"));
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  document.querySelectorAll("main > section").forEach(section => here.observe(section));
  go();
})();

"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const body = document.getElementById("rows"), status = document.getElementById("status");
  const words = document.getElementById("words"), kind = document.getElementById("kind"), why = document.getElementById("reason");
  const STEP = 100;
  const text = g => [g.g, g.t, g.a, g.y, g.j, g.d, g.r, g.n.map(n => n[0]).join(" ")].join(" ").toLowerCase();
  const index = data.map(text);
  // What a box of the flow diagram leads to.
  const boxes = {
    duplicates: g => g.n.length > 1,
    records_excluded: g => g.o === "excluded" && g.s === "screening",
    dbr_excluded: g => g.o === "excluded" && g.s === "eligibility", other_excluded: g => g.o === "excluded" && g.s === "eligibility",
    dbr_undecided_1: g => g.o === "to-review" && g.s === "before_screening", dbr_undecided_2: g => g.o === "to-review" && g.s === "screening",
    dbr_undecided_3: g => g.o === "to-review" && g.s === "eligibility", oth_undecided: g => g.o === "to-review",
    records_screened: g => g.o === "included" || g.s !== "before_screening",
    new_studies: g => g.o === "included", total_studies: g => g.o === "included"
  };
  let shown = [], drawn = 0, box = null, sort = { key: null, up: true };
  const el = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(props || {})) key in node ? node[key] = value : node.setAttribute(key, value);
    node.append(...children.filter(child => child !== null && child !== undefined));
    return node;
  };
  const tag = word => el("span", { className: "tag " + word }, word.replace("-", " "));
  const row = number => {
    const g = data[number];
    const toggle = el("button", { className: "plain", type: "button", ariaExpanded: "false" }, "Show");
    toggle.setAttribute("aria-label", "Show the story of " + (g.t || g.g));
    const line = el("tr", { id: "ref-" + number },
      el("td", {}, el("a", { href: "#ref=" + encodeURIComponent(g.g) }, g.t || "(no title)"), el("div", { className: "soft" }, [g.a, g.j].filter(Boolean).join(" · "))),
      el("td", {}, g.y), el("td", {}, tag(g.o)), el("td", {}, g.r), el("td", {}, g.q.join(", ")), el("td", { className: "n" }, String(g.n.length)), el("td", {}, toggle));
    toggle.addEventListener("click", () => open(line, number, toggle));
    line.open_ = () => open(line, number, toggle, true);
    return line;
  };
  const open = (line, number, toggle, keep) => {
    const next = line.nextElementSibling, isOpen = next && next.classList.contains("story");
    if (isOpen && keep) return;
    if (isOpen) { next.remove(); line.classList.remove("open"); toggle.textContent = "Show"; toggle.setAttribute("aria-expanded", "false"); return; }
    line.classList.add("open"); toggle.textContent = "Hide"; toggle.setAttribute("aria-expanded", "true");
    line.after(el("tr", { className: "story" }, el("td", { colSpan: 7 }, story(data[number]))));
  };
  const story = g => {
    const box = el("div", { className: "more" });
    box.append(el("p", {}, el("code", {}, g.g), " · decided by " + g.b + (g.d ? " · " : ""), g.d ? el("a", { href: "https://doi.org/" + encodeURI(g.d), rel: "noreferrer" }, "doi:" + g.d) : null));
    if (g.u) box.append(el("p", { className: "soft" }, "Differs between the records: " + g.u));
    box.append(el("h3", {}, g.n.length > 1 ? "Records, side by side" : "Record"), records(g));
    if (g.l.length) {
      box.append(el("h3", {}, "One report, because"));
      box.append(el("ul", {}, ...g.l.map(l => el("li", {}, el("code", {}, l[0]), " = ", el("code", {}, l[1]), " by " + l[2] + ": " + l[3]))));
    }
    if (g.f.length) {
      box.append(el("h3", {}, "Criteria"));
      box.append(el("ul", {}, ...g.f.map(f => el("li", {}, el("strong", {}, f[0]), " ", tag(f[1]), " " + f[2] + " ",
        ...f[3].flatMap(w => ["; " + w[0] + " “", el("mark", {}, w[1]), "” in " + w[2]])))));
    }
    if (g.p.length) box.append(el("h3", {}, "People"), el("ul", {}, ...g.p.map(p => el("li", {}, p))));
    return box;
  };
  const FIELDS = ["title", "author", "date", "journal", "volume", "issue", "pages", "doi", "document type", "language", "accession number"];
  const fold = value => value.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const records = g => {
    const value = (n, field) => n[4].filter(v => v[0] === field).map(v => v[1]).join("; ");
    const table = el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Field"), ...g.n.map(n => el("th", { scope: "col" }, el("code", {}, n[0]), el("div", { className: "soft" }, n[1] + ", " + n[2] + (n[3] ? ", line " + n[3] : "")))))));
    const rows = el("tbody");
    for (const field of FIELDS) {
      const values = g.n.map(n => value(n, field));
      if (!values.some(Boolean)) continue;
      rows.append(el("tr", {}, el("th", { scope: "row" }, field), ...values.map((v, at) => el("td", {}, at && v && fold(v) !== fold(values[0]) ? el("mark", { title: "differs from the first" }, v) : v || "—"))));
    }
    table.append(rows);
    return el("div", { className: "scroll" }, table);
  };
  const draw = () => {
    const next = shown.slice(drawn, drawn + STEP);
    body.append(...next.map(row));
    drawn += next.length;
    document.getElementById("end").hidden = drawn >= shown.length;
  };
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = [];
    for (let at = 0; at < data.length; at++) {
      const g = data[at];
      if (kind.value && g.o !== kind.value) continue;
      if (why.value && g.r !== why.value) continue;
      if (box && !box(g)) continue;
      if (wanted.every(word => index[at].includes(word))) shown.push(at);
    }
    if (sort.key) {
      const key = at => sort.key === "n" ? data[at].n.length : String(data[at][sort.key]);
      const collator = new Intl.Collator(undefined, { numeric: true });
      shown.sort((a, b) => (sort.key === "n" ? key(a) - key(b) : collator.compare(key(a), key(b))) * (sort.up ? 1 : -1) || a - b);
    }
    body.replaceChildren(); drawn = 0; draw();
    status.textContent = shown.length + " of " + data.length + " references";
  };
  const go = () => {
    const hash = location.hash.slice(1);
    const find = hash.startsWith("ref=") ? decodeURIComponent(hash.slice(4)) : null;
    if (find !== null) {
      const at = data.findIndex(g => g.g === find || g.n.some(n => n[0] === find));
      if (at < 0) return;
      words.value = ""; kind.value = ""; why.value = ""; box = null; sort = { key: null, up: true }; filter();
      while (!document.getElementById("ref-" + at) && drawn < shown.length) draw();
      const line = document.getElementById("ref-" + at);
      line.open_(); line.scrollIntoView({ block: "start" }); line.querySelector("a").focus({ preventScroll: true });
    } else if (hash.startsWith("box-")) {
      box = boxes[hash.slice(4)] || null; words.value = ""; kind.value = ""; why.value = "";
      filter(); document.getElementById("references").scrollIntoView();
      status.textContent += box ? " (of the box chosen in the flow)" : "";
    }
  };
  const csv = () => {
    const cell = value => { value = String(value); if (/^[=+\-@\t\r]/.test(value)) value = "'" + value; return /[",\n\r]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : value; };
    const lines = [["group", "title", "authors", "year", "journal", "doi", "decision", "stage", "reason", "searches", "records"]];
    for (const at of shown) { const g = data[at]; lines.push([g.g, g.t, g.a, g.y, g.j, g.d, g.o, g.s, g.r, g.q.join("; "), g.n.map(n => n[0]).join("; ")]); }
    const link = el("a", { href: URL.createObjectURL(new Blob([lines.map(line => line.map(cell).join(",")).join("\n") + "\n"], { type: "text/csv" })), download: "references.csv" });
    link.click(); URL.revokeObjectURL(link.href);
  };
  let wait = 0;
  words.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { box = null; filter(); }, 120); });
  [kind, why].forEach(select => select.addEventListener("change", () => { box = null; filter(); }));
  document.getElementById("csv").addEventListener("click", csv);
  document.getElementById("end").addEventListener("click", draw);
  document.querySelectorAll("#references th[data-key]").forEach(head => head.querySelector("button").addEventListener("click", () => {
    sort = { key: head.dataset.key, up: sort.key === head.dataset.key ? !sort.up : true };
    document.querySelectorAll("#references th").forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", sort.up ? "ascending" : "descending"); filter();
  }));
  new IntersectionObserver(seen => { if (seen.some(entry => entry.isIntersecting) && drawn < shown.length) draw(); }, { rootMargin: "600px" }).observe(document.getElementById("end"));
  addEventListener("beforeprint", () => { while (drawn < Math.min(shown.length, 2000)) draw(); });
  addEventListener("hashchange", go);
  [...new Set(data.map(g => g.r).filter(Boolean))].sort().slice(0, 200).forEach(reason => why.append(el("option", { value: reason }, reason.slice(0, 90))));
  filter(); go();
})();

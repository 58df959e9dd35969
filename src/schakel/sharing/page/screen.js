// What a person sees and does. No value of the file is ever shown.
"use strict";

const TEXTS = JSON.parse(document.getElementById("texts").textContent);
const USES = ["id", "keep", "codes", "drop"];
const shown = { key: null, keyWrong: false, look: null, said: null, url: null, turn: 0, busy: false };
const by = (id) => document.getElementById(id);

function say(name, told = {}) {
  const lang = document.documentElement.lang;
  const fill = (_, key, kind) => (kind === "int" ? new Intl.NumberFormat(lang).format(told[key]) : told[key]);
  return TEXTS[lang][name].replace(/\{([a-z_]+)(?::([a-z]+))?\}/g, fill);
}

function element(name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...more });
}

/** Everything that is told, in the language of now. */
function redraw() {
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  document.title = `${say("title")} · Schakel`;
  const other = document.documentElement.lang === "nl" ? "en" : "nl";
  by("language").textContent = TEXTS[other].language;
  by("language").lang = other;
  const names = by("columns").querySelectorAll("option");
  names.forEach((one) => (one.textContent = say(`use_${one.value}`)));
  for (const one of by("columns").querySelectorAll("[data-head]")) one.textContent = say(one.dataset.head);
  if (shown.said) shown.said();
  tellKey();
}

/** What the key says of itself. The last to begin is the one that tells. */
async function tellKey() {
  const [key, domain] = [shown.key, by("domain").value.trim()];
  const turn = (shown.turn += 1);
  const lines = [];
  by("make").disabled = !(key && shown.look && DOMAIN.test(domain)) || shown.busy;
  if (key) {
    lines.push(element("p", say(`role_${key.role}`)));
    lines.push(element("p", say("fingerprint", { fingerprint: await fingerprintOf(key) }), { className: "code" }));
    if (DOMAIN.test(domain)) {
      const pseudonym = await testName(await hmacOf(key.secret), key.role, domain);
      lines.push(element("p", say("test_row", { pseudonym }), { className: "code" }));
    } else if (domain) lines.push(element("p", say("wrong_domain"), { className: "wrong" }));
  } else if (shown.keyWrong) lines.push(element("p", say("wrong_key"), { className: "wrong" }));
  if (turn === shown.turn) by("key-told").replaceChildren(...lines);
}

function proposed(name, isKnown) {
  return saysBsn(name) || isKnown ? "id" : "keep";
}

function plain(name) {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]/g, "");
}

function showColumns() {
  const known = new Set(TEXTS.known);
  const body = element("tbody", "");
  shown.look.header.forEach((name, place) => {
    const row = element("tr", "");
    const head = element("th", name, { id: `column-${place}`, scope: "row" });
    const choice = element("select", "", { name: "use" });
    choice.setAttribute("aria-labelledby", head.id);
    USES.forEach((use) => choice.append(element("option", say(`use_${use}`), { value: use })));
    choice.value = proposed(name, known.has(plain(name)));
    const cell = element("td", "");
    cell.append(choice);
    row.append(head, cell);
    body.append(row);
  });
  const top = element("tr", "");
  for (const name of ["column", "use"]) {
    const head = element("th", say(name), { scope: "col" });
    head.dataset.head = name;
    top.append(head);
  }
  const head = element("thead", "");
  head.append(top);
  const table = element("table", "");
  table.append(head, body);
  by("columns").replaceChildren(table);
}

function problem(code, told) {
  return element("p", say(`wrong_${code}`, told), { className: "wrong" });
}

function showRefused(thrown) {
  const error = thrown instanceof DOMException ? new Refused("unreadable") : thrown;
  if (!(error instanceof Refused)) throw error;
  shown.said = () => {
    const wrongs = error.wrongs ?? { found: [{ code: error.code, told: error.told }], total: 1 };
    const more = wrongs.total > wrongs.found.length ? [element("p", say("wrong_more", { n: wrongs.total }))] : [];
    const none = element("p", say("nothing_made"));
    by("outcome").replaceChildren(...wrongs.found.map((one) => problem(one.code, one.told)), ...more, none);
  };
  shown.said();
}

function showMade(made, name) {
  if (shown.url) URL.revokeObjectURL(shown.url);
  shown.url = URL.createObjectURL(made.blob);
  const role = shown.key.role;
  shown.said = () => {
    const link = element("a", say("download"), { href: shown.url, download: name, className: "download", id: "download" });
    const lines = [say("done", { n: made.rows })];
    if (made.nobody) lines.push(say("nobody", { n: made.nobody }));
    lines.push(say(`next_${role}`));
    by("outcome").replaceChildren(...lines.map((line) => element("p", line)), link);
  };
  shown.said();
}

async function look() {
  const [file] = by("file").files;
  shown.look = shown.said = null;
  by("outcome").replaceChildren();
  by("columns").replaceChildren();
  tellKey();
  try {
    const found = file ? await lookAt(file, by("encoding").value) : null;
    if (file !== by("file").files[0]) return; // another was chosen meanwhile
    shown.look = found;
    if (found) showColumns();
  } catch (error) {
    showRefused(error);
  }
  tellKey();
}

async function make() {
  const [file] = by("file").files;
  const uses = [...by("columns").querySelectorAll("select")].map((one) => one.value);
  const bar = by("progress");
  by("make").disabled = shown.busy = true;
  bar.hidden = false;
  const tell = (share) => (bar.value = share);
  try {
    const domain = by("domain").value.trim();
    const made = await pseudonymised(file, by("encoding").value, shown.key, domain, uses, tell);
    showMade(made, file.name.replace(/\.[a-z]+$/i, "") + `-${STAGES[shown.key.role]}.csv`);
  } catch (error) {
    showRefused(error);
  } finally {
    bar.hidden = true;
    shown.busy = false;
    tellKey();
  }
}

by("key").addEventListener("change", async () => {
  const [file] = by("key").files;
  shown.key = file && file.size < 4096 ? keyOf(await file.text()) : null;
  shown.keyWrong = Boolean(file) && !shown.key;
  tellKey();
});
by("domain").addEventListener("input", tellKey);
by("file").addEventListener("change", look);
by("encoding").addEventListener("change", look);
by("make").addEventListener("click", make);
by("language").addEventListener("click", () => {
  document.documentElement.lang = document.documentElement.lang === "nl" ? "en" : "nl";
  redraw();
});
redraw();

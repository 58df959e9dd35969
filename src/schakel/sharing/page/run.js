// A file goes through a piece at a time: what was read is not kept, and what is made is kept by the browser as a Blob.
"use strict";

const RENAMED = "pseudoniem";
const SNIFFED = 1 << 16;
const REMEMBERED = 1 << 16;
const CODES = 5000;
const SHOWN = 20;
const PIECE = 4 << 20; // signs of text before a piece goes to the browser
const UNDEFINED = /[\x81\x8d\x8f\x90\x9d]/; // what Windows-1252 does not define, and browsers take for control signs

/** The text of a file, a piece at a time. Refused for bytes that are not of the encoding, and for NUL. */
async function* textOf(file, encoding) {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const reader = file.stream().getReader();
  for (let done = false; !done; ) {
    const read = await reader.read();
    done = read.done;
    let text;
    try {
      text = done ? decoder.decode() : decoder.decode(read.value, { stream: true });
    } catch {
      throw new Refused("encoding");
    }
    if (encoding === "windows-1252" && UNDEFINED.test(text)) throw new Refused("encoding");
    if (text.includes("\0")) throw new Refused("nul_byte");
    yield [text, done ? 0 : read.value.length];
  }
}

/** The headings and the delimiter of a file. */
async function lookAt(file, encoding) {
  const bytes = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (!bytes.length) throw new Refused("file_empty");
  if ((bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf)) throw new Refused("workbook");
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new Refused("packed");
  let head = "";
  for await (const [text] of textOf(file, encoding)) {
    head += text;
    if (head.length >= SNIFFED) break;
  }
  if (!head.trim()) throw new Refused("file_blank");
  const delimiter = sniffed(head.slice(0, SNIFFED));
  const records = new Records(delimiter, true);
  let first = records.push(head);
  if (!first.length) first = records.end();
  const [row, written] = first[0];
  const header = written.map((name, i) => name.replace(/[\s\p{C}]+/gu, " ").trim() || `(${i + 1})`);
  const doubled = header.find((name, i) => header.indexOf(name) < i);
  if (doubled) throw new Refused("header_double", { row, column: doubled });
  const numbered = header.findIndex(containsBsn);
  if (numbered >= 0) throw new Refused("bsn_heading", { place: numbered + 1 });
  return { delimiter, written, header };
}

/** Names of what is written above the columns: one that is called after the BSN holds none any more. */
function renamed(look, ids) {
  const taken = new Set(look.header.map((name) => name.toLowerCase()));
  const names = [...look.written];
  for (const place of ids.filter((one) => saysBsn(look.header[one]))) {
    let name = RENAMED;
    for (let number = 2; taken.has(name); number++) name = `${RENAMED} ${number}`;
    taken.add(name);
    names[place] = name;
  }
  return names;
}

/** What is wrong, the first few of it. */
class Wrongs {
  constructor() {
    this.found = [];
    this.total = 0;
  }

  add(code, told) {
    this.total += 1;
    if (this.found.length < SHOWN) this.found.push({ code, told });
  }
}

/** Looks at the cells that stay, as the command's guard does. */
class Guard {
  constructor(header, guarded, coded, wrongs) {
    Object.assign(this, { header, guarded, wrongs, safe: new Set(), codes: new Map(coded.map((one) => [one, new Set()])) });
  }

  look(row, cells) {
    for (const place of this.guarded) {
      const cell = cells[place];
      if (this.safe.has(cell)) continue;
      if (containsBsn(cell)) this.wrongs.add("bsn_value", { row, column: this.header[place] });
      else if (this.safe.size >= REMEMBERED) this.safe.clear();
      else this.safe.add(cell);
    }
    for (const [place, seen] of this.codes) {
      const cell = cells[place];
      if (seen.has(cell)) continue;
      if (seen.size < CODES) seen.add(cell);
      if (containsBsn(cell) && !isCode(cell)) this.wrongs.add("bsn_value", { row, column: this.header[place] });
    }
  }

  finish() {
    for (const [place, seen] of this.codes) {
      if (codesRefused(seen)) this.wrongs.add("codes", { column: this.header[place] });
    }
  }
}

/** Pseudonyms in the columns of ids of some records. */
class Step {
  constructor(look, ids, key, names, wrongs) {
    Object.assign(this, { look, ids, key, names, wrongs, made: new Map(), nobody: 0 });
    this.wanted = key.role === "custodian" ? STAGES.partner : "";
  }

  async through(records) {
    const fresh = new Set();
    for (const [row, cells] of records) {
      for (const place of this.ids) {
        const text = cells[place];
        if (this.made.has(text) || fresh.has(text)) continue;
        const bare = text.replace(BLANKS, "");
        if (bare && stageOf(bare) !== this.wanted) {
          this.wrongs.add(this.wanted ? "stage_second" : "stage_first", { row, column: this.look.header[place] });
        } else fresh.add(text);
      }
    }
    const made = new Map(this.made);
    const asked = [...fresh];
    (await this.names(asked)).forEach((name, i) => made.set(asked[i], name));
    for (const [, cells] of records) {
      for (const place of this.ids) {
        cells[place] = made.get(cells[place]) ?? "";
        if (!cells[place]) this.nobody += 1;
      }
    }
    this.made = made.size > REMEMBERED ? new Map() : made;
  }
}

/**
 * A file with pseudonyms in its columns of ids, as a Blob. uses: for each column "id", "keep", "codes" or "drop".
 * Refused with everything that is wrong.
 */
async function pseudonymised(file, encoding, key, domain, uses, tell) {
  const look = await lookAt(file, encoding);
  const places = (use) => uses.flatMap((one, place) => (one === use ? [place] : []));
  const [ids, left, coded] = ["id", "keep", "codes"].map(places);
  const kept = uses.flatMap((one, place) => (one === "drop" ? [] : [place]));
  if (!ids.length) throw new Refused("no_ids");
  const named = [...left, ...coded].find((place) => saysBsn(look.header[place]));
  if (named !== undefined) throw new Refused("bsn_column", { column: look.header[named] });
  const wrongs = new Wrongs();
  const guard = new Guard(look.header, left, coded, wrongs);
  const step = new Step(look, ids, key, naming(await hmacOf(key.secret), key.role, domain), wrongs);
  const line = (cells) => csvLine(kept.map((place) => cells[place]), look.delimiter);
  const made = [];
  let text = line(renamed(look, ids));
  let [rows, read, isFirst] = [0, 0, true];

  const through = async (found) => {
    const records = isFirst ? found.slice(1) : found;
    isFirst = isFirst && !found.length;
    for (const [row, cells] of records) {
      if (cells.length !== look.header.length) {
        const code = cells.length < look.header.length ? "row_short" : "row_long";
        throw new Refused(code, { row, value: cells.length, allowed: look.header.length });
      }
      guard.look(row, cells);
    }
    await step.through(records);
    rows += records.length;
    if (wrongs.total) return;
    for (const [, cells] of records) text += line(cells);
    if (text.length > PIECE) {
      made.push(new Blob([text]));
      text = "";
    }
  };

  const records = new Records(look.delimiter, true);
  for await (const [piece, bytes] of textOf(file, encoding)) {
    await through(records.push(piece));
    tell((read += bytes) / file.size);
    await new Promise((resolve) => setTimeout(resolve));
  }
  await through(records.end());
  guard.finish();
  if (wrongs.total) throw Object.assign(new Refused("several"), { wrongs });
  if (!rows) throw new Refused("no_rows");
  made.push(text);
  return { blob: new Blob(made, { type: "text/csv" }), rows, nobody: step.nobody };
}

// CSV that passes by: text in, records out, and back to lines. Strict where a loose reader would shift columns.
"use strict";

const DELIMITERS = [",", ";", "\t", "|"];
const LARGEST = 1 << 20; // of a cell
const LOOKED = 100; // lines that tell the delimiter

/** What is wrong with a file, in parts that a sentence is made of. */
class Refused extends Error {
  constructor(code, told = {}) {
    super(code);
    this.code = code;
    this.told = told;
  }
}

/** Gives each record with the line at which it begins. A blank line is none. */
class Records {
  constructor(delimiter, strict) {
    this.delimiter = delimiter;
    this.strict = strict;
    this.found = [];
    this.cells = [];
    this.cell = "";
    this.state = "start"; // of a cell; or "plain", "quoted", "after" a quote within
    this.quoted = false; // whether a cell of this record was
    this.line = 1;
    this.begin = 1;
    this.wasReturn = false;
  }

  push(text) {
    const stop = this.delimiter;
    let from = 0;
    const take = (until) => {
      if (until > from) this.cell += text.slice(from, until);
    };
    for (let i = 0; i < text.length; i++) {
      const sign = text[i];
      if (this.wasReturn) {
        this.wasReturn = false;
        if (sign === "\n") {
          if (this.state !== "quoted") from = i + 1;
          continue;
        }
      }
      const end = sign === "\n" || sign === "\r";
      if (end) {
        this.line += 1;
        this.wasReturn = sign === "\r";
      }
      if (this.state === "quoted") {
        if (sign === '"') {
          take(i);
          from = i + 1;
          this.state = "after";
        }
        continue;
      }
      if (sign === stop || end) {
        if (this.state !== "after") take(i);
        from = i + 1;
        this.endCell();
        if (end) this.endRecord();
        continue;
      }
      if (sign === '"' && this.state === "start") {
        this.state = "quoted";
        this.quoted = true;
        from = i + 1;
      } else if (this.state === "after") {
        if (sign !== '"' && this.strict) throw new Refused("quote_stray", { row: this.begin });
        this.state = sign === '"' ? "quoted" : "plain";
        from = i;
      } else {
        this.state = "plain";
      }
    }
    if (this.state !== "after") take(text.length);
    if (this.cell.length > LARGEST) this.tooLarge();
    const found = this.found;
    this.found = [];
    return found;
  }

  endCell() {
    if (this.cell.length > LARGEST) this.tooLarge();
    this.cells.push(this.cell);
    this.cell = "";
    this.state = "start";
  }

  endRecord() {
    if (this.cells.length > 1 || this.cells[0] || this.quoted) this.found.push([this.begin, this.cells]);
    this.cells = [];
    this.quoted = false;
    this.begin = this.line;
  }

  /** The last record, of a file that does not end in an end of line. */
  end() {
    if (this.state === "quoted" && this.strict) throw new Refused("quote_open", { row: this.begin });
    if (this.cells.length || this.cell || this.quoted) {
      this.endCell();
      this.endRecord();
    }
    const found = this.found;
    this.found = [];
    return found;
  }

  tooLarge() {
    if (this.strict) throw new Refused(this.line > this.begin ? "quote_open" : "cell_too_large", { row: this.begin });
  }
}

/** The delimiter that gives most rows the width of the first, and then the widest rows. */
function sniffed(head) {
  const lines = head.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
  const looked = lines.slice(0, LOOKED).join("");
  let best = null;
  for (const delimiter of DELIMITERS) {
    const records = new Records(delimiter, false);
    const widths = [...records.push(looked), ...records.end()].map(([, cells]) => cells.length);
    let score = [0, 0];
    if (widths.length && widths[0] > 1) {
      const share = widths.filter((width) => width === widths[0]).length / widths.length;
      score = [share === 0.25 ? 0.2 : Number(share.toFixed(1)), widths[0]];
    }
    const better = !best || score[0] > best.score[0] || (score[0] === best.score[0] && score[1] > best.score[1]);
    if (better) best = { delimiter, score };
  }
  return best.delimiter;
}

/** One line with its end. */
function csvLine(cells, delimiter) {
  const special = (cell) => cell.includes(delimiter) || /["\r\n]/.test(cell);
  const line = cells.map((cell) => (special(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter);
  return `${line || '""'}\n`;
}

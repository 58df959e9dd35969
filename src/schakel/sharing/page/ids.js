// What an id is, what a BSN looks like, and what a pseudonym is made of: the same rules as the command's.
"use strict";

const ALPHABET = "bcdfghjklmnpqrst";
const STAGES = { partner: "v", custodian: "w", own: "x" };
const DOMAIN = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const TEST_ID = "proefrij";
const KEY_ROLE = /^role = "(partner|custodian|own)"\r?$/gm;
const KEY_SECRET = /^secret = "([0-9a-f]{64})"\r?$/gm;
const PSEUDONYM = new RegExp(`^[vwx][${ALPHABET}]{32}$`);

const BLANKS = /^[\t\n\v\f\r \u00a0\u2007\u202f\u200b\ufeff]+|[\t\n\v\f\r \u00a0\u2007\u202f\u200b\ufeff]+$/g;
const WHITE = /^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g;
const NUMBER = /^[0-9](?:[ .\-]?[0-9]){7,8}(?:\.0)?$/;
const BARE = /^\p{Nd}(?:[ .\-]?\p{Nd}){7,8}(?:\.0)?$/u;
const INSIDE = /(?<!\p{Nd})\p{Nd}(?:[ .\-]?\p{Nd}){8}(?!\p{Nd})/gu;
const LETTER = "[\\p{L}\\p{N}_]";
const OTHER = "[^\\p{L}\\p{N}_]";
const NAMED = new RegExp(
  `(?<!${LETTER})(?:bsn|sofi|burgerservice)${LETTER}*(?:${OTHER}{1,3}(?:nr|nummer|is))?${OTHER}{0,3}` +
    "(\\p{Nd}(?:[ .\\-]?\\p{Nd}){7,8})(?!\\p{Nd})",
  "giu",
);
const CLOCK = "(?:[T ]\\p{Nd}{1,2}:\\p{Nd}{2}(?::\\p{Nd}{2}(?:[.,]\\p{Nd}{1,9})?)?(?: ?(?:Z|[+-]\\p{Nd}{2}:?\\p{Nd}{2}))?)?";
const YEAR_FIRST = "\\p{Nd}{4}[-/]\\p{Nd}{1,2}[-/]\\p{Nd}{1,2}";
const DAY_FIRST = "\\p{Nd}{1,2}[-/.]\\p{Nd}{1,2}[-/.]\\p{Nd}{2,4}";
const DATE = new RegExp(`^(?:${YEAR_FIRST}|${DAY_FIRST})${CLOCK}$`, "u");
const HEADER = /^(?:bsn(?:nummer|nr)?|burgerservice(?:nummer|nr)|sofi(?:nummer|nr)?)$/;
const WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\p{Nd}+/gu;
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/** The eleven test, on eight or nine digits. */
function passes(text) {
  const digits = text.replace(/\.0$|[ .\-]/g, "");
  if (!/^[0-9]{8,9}$/.test(digits) || /^0+$/.test(digits)) return false;
  const nine = digits.padStart(9, "0");
  return WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(nine[i]), 0) % 11 === 0;
}

/** An id as it is pseudonymised; empty for nobody. */
function normalised(text) {
  const value = text.normalize("NFC").replace(BLANKS, "");
  if (!NUMBER.test(value)) return value;
  const digits = value.replace(/\.0$/, "").replace(/[^0-9]/g, "");
  if (/^0*$/.test(digits)) return "";
  return (digits.length === 8 || digits.length === 9) && passes(digits) ? digits.padStart(9, "0") : value;
}

function isDate(value) {
  if (/^[0-9]{8}$/.test(value)) {
    const [year, month, day] = [value.slice(0, 4), value.slice(4, 6), value.slice(6)].map(Number);
    const last = month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0;
    return year >= 1900 && year < 2100 && day >= 1 && day <= last;
  }
  return DATE.test(value);
}

/** Whether a value is a BSN by its form, or a text with one in it. Dates are not looked at. */
function containsBsn(text) {
  const value = text.replace(WHITE, "");
  if (isDate(value)) return false;
  if (BARE.test(value) && passes(value)) return true;
  if ((value.match(INSIDE) ?? []).some(passes)) return true;
  return [...value.matchAll(NAMED)].some((found) => passes(found[1]));
}

/** Whether it is eight bare digits, and so a BSN only if a zero was lost. */
function isCode(text) {
  const value = text.replace(WHITE, "");
  return /^[0-9]{8}$/.test(value) && passes(value);
}

/** Whether a column's name says that it holds a BSN. */
function saysBsn(header) {
  const found = (header.match(WORDS) ?? []).map((word) => word.toLowerCase());
  const pairs = found.slice(1).map((word, i) => found[i] + word);
  return [...found, ...pairs].some((word) => HEADER.test(word));
}

/** Whether a column of codes holds BSNs after all, by its distinct values. */
function codesRefused(values) {
  const bare = [...values].map((value) => value.replace(WHITE, "")).filter((value) => BARE.test(value) && !isDate(value));
  const distinct = [...new Set(bare)];
  const passing = distinct.filter(passes).length;
  const enough = passing >= 3 || (passing === distinct.length && distinct.length >= 2);
  return enough && passing > 0.3 * distinct.length;
}

function stageOf(text) {
  return PSEUDONYM.test(text) ? text[0] : "";
}

function lettersOf(digest, bytes) {
  let made = "";
  for (let i = 0; i < bytes; i++) made += ALPHABET[digest[i] >> 4] + ALPHABET[digest[i] & 15];
  return made;
}

/** The key in the text of a key file, or null. */
function keyOf(text) {
  const [role, secret] = [KEY_ROLE, KEY_SECRET].map((form) => [...text.matchAll(form)]);
  if (role.length !== 1 || secret.length !== 1) return null;
  return { role: role[0][1], secret: Uint8Array.from(secret[0][1].match(/../g), (hex) => parseInt(hex, 16)) };
}

async function fingerprintOf(key) {
  const hmac = await hmacOf(key.secret);
  const [digest] = await hmac([Uint8Array.of(0, ...new TextEncoder().encode(key.role))]);
  return lettersOf(digest, 6).match(/.{4}/g).join("-");
}

/** One step of pseudonymising: a function of a list of ids that promises their pseudonyms, empty for nobody. */
function naming(hmac, role, domain) {
  const encoder = new TextEncoder();
  const before = `${domain}\0`;
  return async (ids) => {
    const values = ids.map(normalised);
    const digests = await hmac(values.map((value) => encoder.encode(before + value)));
    return values.map((value, i) => (value ? STAGES[role] + lettersOf(digests[i], 16) : ""));
  };
}

async function testName(hmac, role, domain) {
  const id = role === "custodian" ? STAGES.partner + ALPHABET[0].repeat(32) : TEST_ID;
  return (await naming(hmac, role, domain)([id]))[0];
}

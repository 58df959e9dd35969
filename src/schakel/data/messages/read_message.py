"""One message from its bytes: structure and values checked against what the standard says, people left at the door."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schakel.chain.problem import SHOWN, Problem, Refusal
from schakel.data.messages.codes import RELEASES, is_rejection, message_code
from schakel.data.messages.door import Door
from schakel.data.messages.elements import walk
from schakel.data.messages.message import KIND_OF_RETOUR, Law, Line, Message
from schakel.data.messages.shapes import Node, shape
from schakel.data.messages.values import SECRET, as_date, as_time, wrong
from schakel.sharing.bsn import shown

ROOT = re.compile(r"http://www\.istandaarden\.nl/(iwmo|ijw)/(\d)_(\d)/(wmo|jw)(\d{3})/schema(?:/\d_\d)?")
SUPPORTED = "iWmo 3.2, iJw 3.2: 301-308, 315-320, 323, 325; iWmo 2.0, 2.1: 301, 305, 307, 315"
_DATES = ("since", "until", "assigned_since")
_TEXTS = ("number", "reference", "category", "code", "reason", "status", "answer", "other", "part")


def read_message(blocks: Iterable[bytes], file: str, door: Door) -> Message:
    """The message in these bytes. file: its name, for what is told. Refusal with line, element and what is allowed."""
    reading = _Reading(file, door)
    walk(blocks, file, reading)
    if reading.problems:
        raise Refusal(tuple(reading.problems[:SHOWN]), len(reading.problems))
    return reading.message()


@dataclass
class _Open:
    """An element that is open. seen: names of the elements in it so far; values: of the line or header it makes."""

    node: Node
    line: int
    values: dict[str, Any]
    seen: set[str] = field(default_factory=set)
    codes: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class _Reading:
    """A receiver of elements. skipped: how deep we are in what is not read."""

    def __init__(self, file: str, door: Door) -> None:
        self.file, self.door = file, door
        self.open: list[_Open] = []
        self.leaf: tuple[Node, int] | None = None  # an element with a value that is open, and its line
        self.skipped, self.foreign = 0, 0
        self.spaces: tuple[str, ...] = ()
        self.law: Law = "wmo"
        self.kind, self.release = "", ""
        self.header: dict[str, Any] = {}
        self.header_codes: list[str] = []
        self.lines: list[Line] = []
        self.problems: list[Problem] = []

    def start(self, space: str, name: str, line: int) -> bool:
        if self.skipped:
            self.skipped += 1
            return False
        if not self.open:
            self.open.append(_Open(self._root(space, name, line), line, {}))
            return False
        above = self.open[-1]
        node = above.node.children.get(name) if space in self.spaces and self.leaf is None else None
        if node is None:
            if space in self.spaces:
                around = self.leaf[0] if self.leaf else above.node
                self._tell("message_element", line, name[:40], allowed=", ".join(around.children) or "–")
            else:
                self.foreign += 1
            self.skipped = 1
            return False
        if name in above.seen and not node.many:
            self._tell("message_twice", line, name)
        above.seen.add(name)
        if node.kind == "skip":
            self.skipped = 1
            return False
        if not node.children:
            self.leaf = node, line
            return True
        own = node.kind == "line" or name in ("Client", "Header")
        self.open.append(_Open(node, line, {} if own else above.values))
        return False

    def end(self, text: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        if self.leaf:
            (node, line), self.leaf = self.leaf, None
            self._value(node, text.strip(), line)
            return
        done = self.open.pop()
        self._missing(done)
        if self.open:
            self._closed(done, self.open[-1])

    def _root(self, space: str, name: str, line: int) -> Node:
        found = ROOT.fullmatch(space)
        if not found or name != "Bericht":
            raise self._refusal("message_root", line, name[:40], SUPPORTED)
        standard, major, minor, law, number = found.groups()
        self.law, self.kind, self.release = law, number, f"{major}.{minor}"  # type: ignore[assignment]
        known = self.release in RELEASES and standard == f"i{law}" and (law == "wmo" or major == "3")
        node = shape(number, self.release) if known else None
        if node is None:
            raise self._refusal("message_version", line, f"{standard} {major}.{minor} {law}{number}", SUPPORTED)
        base = space.replace(f"{law}{number}", "basisschema", 1)
        self.spaces = (space, base)
        return node

    def _value(self, node: Node, text: str, line: int) -> None:
        above = self.open[-1]
        allowed = wrong(node.kind, text, self.law, self.release)
        if allowed:
            self._tell("message_value", line, node.name, shown(text, is_id=node.kind in SECRET) or "-", allowed)
        elif node.kind == "retour":
            self.open[-2].codes.append(text)  # of the class in which RetourCodes stands
        elif node.goes_to:
            above.values[node.goes_to] = self._read(node.kind, text)

    def _read(self, kind: str, text: str) -> Any:
        if kind == "bsn":
            return self.door.resident(text)
        if kind in ("reference", "id"):
            return self.door.number(text)
        if kind == "date":
            return as_date(text)
        if kind == "time":
            return as_time(text)
        if kind == "amount":
            return int(text)
        if kind == "number":
            return text.lstrip("0") or "0"
        return "01" if kind == "withdrawal" else text

    def _closed(self, done: _Open, above: _Open) -> None:
        """An element with others in it is complete: it is the header, a line, or holds lines of its own."""
        if done.node.name == "Header":
            self.header, self.header_codes = done.values, done.codes
            self._check_header(done.line)
            return
        if done.node.kind == "line":
            done.lines.append(self._line(done))
        elif is_rejection(tuple(done.codes)):
            done.lines = [_rejected(one) for one in done.lines]
        if done.node.name == "Client":
            resident = done.values.get("resident", "")
            done.lines = [_of(one, resident) for one in done.lines]
        above.lines += done.lines
        if len(self.open) == 1:
            self.lines, above.lines = above.lines, []

    def _line(self, done: _Open) -> Line:
        values = done.values
        kind = KIND_OF_RETOUR.get(self.kind, self.kind)
        decided = None
        if values.get("decided_on") and values.get("decided_at"):
            decided = datetime.combine(values["decided_on"], values["decided_at"])
        made: dict[str, Any] = {name: values.get(name) for name in (*_DATES, "volume")}
        made |= {name: values.get(name) or "" for name in _TEXTS}
        if not made["number"] and values.get("decision"):  # release 2: no number of its own
            since = made["assigned_since"] or made["since"]
            made["number"] = f"{values['decision']}.{made['category']}.{made['code']}.{since}"
        cents = values.get("amount")
        if values.get("sign") == "C" and cents is not None:
            cents, made["volume"] = -cents, -(made["volume"] or 0)
        self._check_order(made["since"], made["until"], done.line)
        return Line(kind, decided=decided, cents=cents, is_rejected=is_rejection(tuple(done.codes)), **made)

    def _check_order(self, since: date | None, until: date | None, line: int) -> None:
        if since and until and until < since:
            more = (("start", since.isoformat()), ("start_column", "Begindatum/Ingangsdatum"))
            self.problems.append(
                Problem("ends_before_start", self.file, line, "Einddatum", until.isoformat(), since.isoformat(), more)
            )

    def _check_header(self, line: int) -> None:
        values = self.header
        code, told = message_code(self.law, self.kind), values.get("message_code")
        if told and told != code:
            self._tell("message_code", line, "BerichtCode", told, code)
        version = f"{values.get('version')}.{values.get('subversion')}"
        if values.get("version") and version != self.release:
            self._tell("message_code", line, "BerichtVersie", version, self.release)
        parties = {len(values.get("sender", "")), len(values.get("receiver", ""))}
        if {"sender", "receiver"} <= values.keys() and parties != {4, 8}:
            self._tell("message_parties", line, "Ontvanger")

    def _missing(self, done: _Open) -> None:
        for name, node in done.node.children.items():
            if node.required and name not in done.seen:
                self._tell("message_missing", done.line, name, more=(("within", done.node.name),))
        if done.node.name == "Header" and not ({"identification", "dated"} <= done.values.keys() or self.problems):
            self._tell("message_missing", done.line, "BerichtIdentificatie", more=(("within", "Header"),))

    def message(self) -> Message:
        """What was read; only without problems."""
        values = self.header
        parties = {len(values[side]): values[side] for side in ("sender", "receiver")}
        return Message(
            law=self.law,
            kind=KIND_OF_RETOUR.get(self.kind, self.kind),
            release=self.release,
            municipality=parties[4],
            provider=parties[8],
            identification=values["identification"],
            dated=values["dated"],
            lines=tuple(self.lines),
            retour_on=self._retour_on(),
            codes=tuple(self.header_codes),
            foreign=self.foreign,
        )

    def _retour_on(self) -> date | None:
        if self.kind not in KIND_OF_RETOUR:
            return None
        found: date = self.header["dated"] if self.kind == "325" else self.header["retour_on"]
        return found

    def _tell(
        self,
        code: str,
        line: int,
        element: str,
        value: str = "",
        allowed: str = "",
        more: tuple[tuple[str, str | int], ...] = (),
    ) -> None:
        self.problems.append(Problem(code, self.file, line, element, value, allowed, more))

    def _refusal(self, code: str, line: int, value: str, allowed: str) -> Refusal:
        return Refusal((Problem(code, self.file, line, value=value, allowed=allowed),))


def _rejected(line: Line) -> Line:
    return _changed(line, is_rejected=True)


def _of(line: Line, resident: str) -> Line:
    return _changed(line, resident=resident)


def _changed(line: Line, **values: Any) -> Line:
    # dataclasses.replace costs three times as much, and this is done for every line of every message
    made = {name: getattr(line, name) for name in Line.__slots__}
    return Line(**(made | values))

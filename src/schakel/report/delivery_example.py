"""Made-up deliveries of one partner in both shapes, with the mappings that read them."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schakel.report.workbook import Book, Value
from schakel.texts import say

UNTIL = date(2025, 12, 31)
NO_END = "31-12-9999"
WIDEST = 44.0
EVENT_COLUMNS = (
    "row_id",
    "case_id",
    "resident",
    "household",
    "activity",
    "partner",
    "requested",
    "started",
    "ended",
    "to_partner",
    "outcome",
)
MILESTONE_COLUMNS = (
    "case_id",
    "resident",
    "household",
    "requested",
    "applied_on",
    "intake_on",
    "help_from",
    "help_until",
    "to_partner",
    "outcome",
)


@dataclass(frozen=True)
class Example:
    """One shape. name: of its files, without ending; mapping_name: of its mapping; rows: text, days and numbers."""

    name: str
    mapping_name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    mapping: str

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows as they stand in the CSV."""
        return tuple(tuple(_text(value) for value in row) for row in self.rows)

    @property
    def days(self) -> tuple[bool, ...]:
        """Per column, whether it holds days."""
        return tuple(any(isinstance(row[place], date) for row in self.rows) for place in range(len(self.heads)))

    def files(self) -> dict[str, bytes]:
        """The CSV, the workbook and the mapping, by name. Equal examples give equal bytes."""
        return {
            f"{self.name}.csv": _csv(self.heads, self.texts()),
            f"{self.name}.xlsx": _workbook(self),
            f"{self.mapping_name}.toml": self.mapping.encode(),
        }


@dataclass(frozen=True)
class _Provision:
    """One provision of a made-up client: the days of its milestones."""

    case: str
    client: str
    household: str
    requested: date
    applied: date
    intake: date | None = None
    help_from: date | None = None
    help_until: date | None = None
    to_team: bool = False


PROVISIONS = (
    _Provision(
        "Z-1001", "C-201", "H-31", date(2025, 3, 3), date(2025, 3, 5), date(2025, 3, 18), date(2025, 4, 14),
        date(2025, 9, 30), True,
    ),
    _Provision(
        "Z-1002", "C-202", "H-32", date(2025, 6, 6), date(2025, 6, 10), date(2025, 6, 24), date(2025, 8, 25)
    ),
    _Provision("Z-1003", "C-201", "H-31", date(2025, 10, 17), date(2025, 10, 20)),
)  # fmt: skip


def examples(partner: str, lang: str) -> tuple[Example, Example]:
    """Both shapes of the same made-up delivery: one row per event, and one row per provision."""
    return _events(partner, lang), _milestones(partner, lang)


def _events(partner: str, lang: str) -> Example:
    rows: list[tuple[Value, ...]] = []
    for one in PROVISIONS:
        steps: list[tuple[str, date | None, date, date | None]] = [("applied", one.requested, one.applied, one.applied)]
        if one.intake:
            steps.append(("intake", None, one.intake, one.intake))
        if one.help_from:
            steps.append(("help", None, one.help_from, one.help_until))
        for step, requested, started, ended in steps:
            done = step == "help" and ended is not None
            team, outcome = (_say("team", lang), _say("as_planned", lang)) if done and one.to_team else ("", "")
            number = len(rows) + 1
            rows.append(
                (
                    number,
                    one.case,
                    one.client,
                    one.household,
                    _say(step, lang),
                    partner,
                    requested,
                    started,
                    ended,
                    team,
                    outcome,
                )
            )
    return Example(
        _say("events", lang),
        _say("mapping_events", lang),
        tuple(_say(column, lang) for column in EVENT_COLUMNS),
        tuple(rows),
        _event_mapping(partner, lang),
    )


def _milestones(partner: str, lang: str) -> Example:
    rows = tuple(
        (
            one.case,
            one.client,
            one.household,
            one.requested,
            one.applied,
            one.intake,
            one.help_from,
            one.help_until,
            _say("team", lang) if one.to_team else "",
            _say("as_planned", lang) if one.to_team else "",
        )
        for one in PROVISIONS
    )
    return Example(
        _say("milestones", lang),
        _say("mapping_milestones", lang),
        tuple(_say(column, lang) for column in MILESTONE_COLUMNS),
        rows,
        _milestone_mapping(partner, lang),
    )


def _event_mapping(partner: str, lang: str) -> str:
    columns = [f"{ours} = {_toml(_say(ours, lang))}" for ours in EVENT_COLUMNS]
    return "\n".join([*_file_table(partner, lang), "[columns]", *columns, "", "[case]", 'unit = "provision"', ""])


def _milestone_mapping(partner: str, lang: str) -> str:
    def said(name: str) -> str:
        return _toml(_say(name, lang))

    lines = [
        *_file_table(partner, lang),
        "[columns]",
        *(f"{ours} = {said(ours)}" for ours in ("case_id", "resident", "household")),
        f"partner = {{ value = {_toml(partner)} }}",
        "",
        "[[milestone]]",
        f"activity = {said('applied')}",
        f"requested = {said('requested')}",
        f"started = {said('applied_on')}",
        "",
        "[[milestone]]",
        f"activity = {said('intake')}",
        f"started = {said('intake_on')}",
        "",
        "[[milestone]]",
        f"activity = {said('help')}",
        f"started = {said('help_from')}",
        f"ended = {said('help_until')}",
        f"to_partner = {said('to_partner')}",
        f"outcome = {said('outcome')}",
        "",
        "[case]",
        'unit = "provision"',
        "",
    ]
    return "\n".join(lines)


def _file_table(partner: str, lang: str) -> list[str]:
    return [
        f"# {_say('about', lang)}",
        "[file]",
        'delimiter = ";"',
        'date_format = "dd-mm-yyyy"',
        f"reference_date = {UNTIL}  # {_say('about_reference', lang)}",
        f"delivered_by = {_toml(partner)}",
        f'infinite_dates = ["{NO_END}"]  # {_say("about_open", lang)}',
        "",
    ]


def _csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """As Excel writes and opens it here: a mark of UTF-8, semicolons, and line ends of Windows."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([heads, *rows])
    return stream.getvalue().encode("utf-8-sig")


def _workbook(example: Example) -> bytes:
    book = Book(example.name)
    columns = list(zip(example.heads, *example.texts(), strict=True))
    widths = [min(WIDEST, 4.0 + max(map(len, column))) for column in columns]
    book.table(example.name[:31], list(zip(example.heads, widths, strict=True)), example.rows)
    return book.content()


def _text(value: Value) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else "" if value is None else str(value)


def _toml(text: str) -> str:
    """A TOML basic string: those of JSON without surrogate pairs, and with DEL escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _say(name: str, lang: str) -> str:
    return say(f"request.example.{name}", lang)

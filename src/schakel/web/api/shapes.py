"""The shapes of answers. Names are English; titles and cells are in the language that was asked for."""

from datetime import date
from typing import Any

from ninja import Schema


class SnapshotOut(Schema):
    """One state of the data. published: the network sees this one."""

    id: str
    published: bool
    seen_until: date | None
    cases: int | None
    residents: int | None


class TableOut(Schema):
    """A table as it stands on the screen: text in the reader's language."""

    caption: str
    columns: list[str]
    rows: list[list[str]]


class PassportOut(Schema):
    """What a figure rests on: equal id, equal figure."""

    id: str
    figure: str
    snapshot: str
    code: str
    selection: str
    disclosure: str
    definitions: dict[str, str]


class CommentOut(Schema):
    """What a partner says beside the figure."""

    partner: str
    on: str
    text: str
    disputed: bool
    correction: str
    answer: str
    answered_on: str


class FigureOut(Schema):
    """A view: its fixed address, what it shows, what it rests on, what partners say. few: too few residents."""

    screen: str
    address: str
    few: bool
    residents: str
    tables: list[TableOut]
    sentences: list[str]
    passports: list[PassportOut]
    comments: list[CommentOut]


class ScreenOut(Schema):
    """A view that can be asked for, with its question."""

    screen: str
    question: str
    href: str


class PublicationOut(Schema):
    """A published view."""

    id: int
    title: str
    href: str
    asked_on: date
    snapshot: str
    disputed_by: list[str]


class PublishedOut(PublicationOut):
    """A published view with its tables, exactly as they were published."""

    tables: list[TableOut]
    comments: list[CommentOut]


class NetworkOut(Schema):
    """The network file as values."""

    network: dict[str, Any]


class ScenarioOut(Schema):
    """A scenario that can be rehearsed."""

    name: str
    title: str
    source: str

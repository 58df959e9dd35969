"""The one form of all screens: what can be chosen, what is chosen, and where each choice is taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schakel.texts import has, say
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.choices import Choices
from schakel.web.insight_desk.look import USUAL, WORDS, Look
from schakel.web.insight_desk.screens import SCREENS

FIRST = ("client_group", "question", "municipality", "partner")  # asked most often, so always in sight
TEXTS = "insight_desk.filter"


@dataclass(frozen=True)
class Option:
    """One entry of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """A list to choose from. also: further values of the same key, which the form takes along."""

    name: str
    label: str
    options: tuple[Option, ...]
    first: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chip:
    """A filter that is on, in words, and the address without it."""

    text: str
    href: str
    remove: str


@dataclass(frozen=True)
class Slider:
    """How much of something is shown, in percent."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Form:
    """The filters of one selection. start: "" or what the keys of the second selection begin with."""

    start: str
    fields: tuple[Field, ...]
    chips: tuple[Chip, ...]

    @property
    def first(self) -> tuple[Field, ...]:
        """Fields that are always in sight."""
        return tuple(field for field in self.fields if field.first)

    @property
    def more(self) -> tuple[Field, ...]:
        """Fields behind a click."""
        return tuple(field for field in self.fields if not field.first)


def form(look: Look, known: Choices, addresses: Addresses, lang: str, *, start: str = "") -> Form:
    """The form of a look, or of its other selection."""
    side = look.other if start else look
    fields = tuple(_fields(side, known, lang, start))
    return Form(start, fields, tuple(_chips(look, side, known, addresses, lang, start)))


def sliders(look: Look, lang: str) -> tuple[Slider, ...]:
    """Of screens with a map."""
    names = [name for name in ("activities", "paths") if name in SCREENS[look.screen].options]
    return tuple(Slider(name, say(f"{TEXTS}.{name}", lang), look.option(name)) for name in names)


def key_label(key: str, known: Choices, lang: str) -> str:
    """What a key is called: by us where we know it, else by the source."""
    if has(f"{TEXTS}.key.{key}"):
        return say(f"{TEXTS}.key.{key}", lang)
    label = next((choice.label for choice in known.offered if choice.key == key), key)
    return label[:1].upper() + label[1:]


def _fields(side: Look, known: Choices, lang: str, start: str) -> Iterator[Field]:
    period = {"from": side.period.since, "until": side.period.until}
    for name, day in period.items():
        chosen = f"{day:%Y-%m}" if day else ""
        months = {month: _month(month, lang) for month in known.months}
        yield _field(start + name, say(f"{TEXTS}.{name}", lang), months, [chosen], say(f"{TEXTS}.open", lang), True)
    chosen_of: dict[str, list[str]] = {}
    for key, value in side.where:
        chosen_of.setdefault(key, []).append(value)
    for choice in sorted(known.offered, key=lambda one: FIRST.index(one.key) if one.key in FIRST else len(FIRST)):
        label = key_label(choice.key, known, lang)
        yield _field(
            start + choice.key,
            label,
            dict(choice.values),
            chosen_of.get(choice.key, [""]),
            say(f"{TEXTS}.all", lang),
            choice.key in FIRST,
        )
    told = {"by": side.period_by, "follow": side.follow, "names": side.names}
    for name, value in told.items():
        if (name == "follow" and not known.households) or (name == "names" and not known.renamed):
            continue
        if start and name != "by":
            continue
        words = {word: say(f"{TEXTS}.{name}.{word}", lang) for word in WORDS[name]}
        usual = words.pop(USUAL[name])
        chosen = "" if value == USUAL[name] else value
        yield _field(start + name, say(f"{TEXTS}.{name}_label", lang), words, [chosen], usual, False)


def _field(name: str, label: str, values: Mapping[str, str], chosen: list[str], nothing: str, first: bool) -> Field:
    options = [Option("", nothing, not chosen[0])]
    options += [Option(value, text, value == chosen[0]) for value, text in values.items()]
    return Field(name, label, tuple(options), first, tuple(chosen[1:]))


def _chips(look: Look, side: Look, known: Choices, addresses: Addresses, lang: str, start: str) -> Iterator[Chip]:
    def chip(text: str, *taken: tuple[str, str]) -> Chip:
        without = look
        for key, value in taken:
            without = without.without(start + key, value)
        return Chip(text, addresses.of(without), say(f"{TEXTS}.remove", lang, text=text))

    for key, value in side.where:
        yield chip(f"{key_label(key, known, lang)}: {known.named(key, value)}", (key, value))
    since, until = side.period.since, side.period.until
    if since or until:
        months = {"from": since and f"{since:%Y-%m}", "until": until and f"{until:%Y-%m}"}
        key = "both" if since and until else "from" if since else "until"
        text = say(
            f"{TEXTS}.period.{key}",
            lang,
            since=_month(months["from"] or "", lang),
            until=_month(months["until"] or "", lang),
            by=say(f"{TEXTS}.by.{side.period_by}", lang).lower(),
        )
        taken = [(name, month) for name, month in months.items() if month] + [("by", side.period_by)]
        yield chip(text, *(taken if start else [("period", "")]))
    if not start:
        for name, told in (("follow", side.follow), ("names", side.names)):
            if told != USUAL[name]:
                yield chip(say(f"{TEXTS}.{name}.{told}", lang), (name, told))


def _month(name: str, lang: str) -> str:
    if not name:
        return ""
    return f"{say(f'{TEXTS}.month.{name[5:]}', lang)} {name[:4]}"

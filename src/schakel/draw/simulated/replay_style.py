"""What makes a replay move, and what stops it: CSS without script, links as buttons, and numbers that step."""

from collections.abc import Sequence

from schakel.draw.palette import ACCENT, HAIR, INK, PAPER, SOFT_INK
from schakel.draw.simulated.replay_box import STRIP
from schakel.draw.simulated.replay_path import HOLD
from schakel.draw.simulated.sheet import SIZE, SMALL, Look
from schakel.draw.svg import Point, clean, escape, label, number, tag
from schakel.draw.text_width import text_width
from schakel.texts import say

BUTTON = 26.0  # px high: 24 is the least for a finger
BAR = 220.0


def style(name: str, seconds: int, weeks: int, periods: int) -> str:
    """The stylesheet, but for the way of each mark. Every name in it begins with that of the picture.

    Nothing moves unless a screen says that movement is welcome. It stands still while a pointer is over the boxes, or
    after the link that pauses it.
    """
    end = f"{number(100 * HOLD)}%,100%"
    stop = "animation-play-state:paused"
    play = f"animation-duration:{seconds}s;animation-iteration-count:infinite"
    return (
        f".{name}-m{{fill:{ACCENT};stroke:{PAPER};stroke-width:.8;opacity:0;animation-timing-function:linear}}"
        f"@media screen and (prefers-reduced-motion:no-preference){{"
        f".{name}-moving{{display:inline}}.{name}-still{{display:none}}"
        f".{name}-a,.{name}-m{{{play}}}"
        f"#{name}-paused:target~.{name}-run .{name}-m,#{name}-paused:target~g .{name}-a,"
        f".{name}-run:hover .{name}-m,.{name}-run:hover .{name}-a,"
        f".{name}-run:hover~g .{name}-a{{{stop}}}}}"
        f".{name}-weeks{{animation-name:{name}-weeks;animation-timing-function:steps({max(1, weeks - 1)})}}"
        f".{name}-counts{{animation-name:{name}-counts;animation-timing-function:steps({periods})}}"
        f".{name}-bar{{animation-name:{name}-bar;animation-timing-function:linear}}"
        f"@keyframes {name}-weeks{{{end}{{transform:translateY(-{number(STRIP * (weeks - 1))}px)}}}}"
        f"@keyframes {name}-counts{{{end}{{transform:translateY(-{number(STRIP * periods)}px)}}}}"
        f"@keyframes {name}-bar{{0%{{transform:scaleX(0)}}{end}{{transform:scaleX(1)}}}}"
    )


def strip(name: str, kind: str, corner: Point, values: Sequence[str], colour: str, anchor: str) -> str:
    """Numbers under each other of which one is seen at a time. kind: weeks or counts, whose steps it takes."""
    wide = max(text_width(value, SMALL, bold=True) for value in values) + 2
    texts = "".join(
        f'<text y="{number(STRIP * place + 11)}">{escape(clean(value))}</text>' for place, value in enumerate(values)
    )
    look: Look = {"font_size": SMALL, "font_weight": "bold", "fill": colour}
    x = corner[0] - (wide if anchor == "end" else 0)
    shift = f"translate({number(wide)} 0)" if anchor == "end" else None
    moved = tag("g", texts, class_=f"{name}-a {name}-{kind}")
    inner = tag("g", moved, transform=shift, text_anchor=anchor if shift else None, **look)
    return tag("svg", inner, x=x, y=corner[1], width=wide, height=STRIP, overflow="hidden")


def controls(name: str, width: float, lang: str) -> tuple[list[str], float]:
    """Two links, to stop and to go on, whose targets the stylesheet looks at; hidden where nothing moves.

    With the drawing comes the x where it ends.
    """
    parts: list[str] = []
    x = 0.0
    links = []
    for key, sign in (("paused", "M0 0h3v10h-3ZM6 0h3v10h-3Z"), ("playing", "M0 0l9 5l-9 5Z")):
        parts.append(tag("rect", id=f"{name}-{key}", width=width, height=BUTTON, fill="none"))
        text = say(f"draw.replay.{key}", lang)
        wide = text_width(text, SIZE) + 36
        box = tag("rect", x=x + 0.5, y=0.5, width=wide, height=BUTTON - 1, rx=4, fill=PAPER, stroke=ACCENT)
        shape = tag("path", d=sign, fill=ACCENT, transform=f"translate({number(x + 11)} 8)")
        words = label(x + 27, 17, text, SIZE, ACCENT)
        links.append(tag("a", box, shape, words, href=f"#{name}-{key}"))
        x += wide + 10
    return [*parts, tag("g", *links, class_=f"{name}-moving", display="none")], x


def progress(name: str, weeks: int, x: float, lang: str) -> str:
    """The week that it is, as a number and as a bar that fills, from x on; the last week where nothing moves."""
    before = say("draw.replay.week", lang)
    after = say("draw.replay.of_weeks", lang, n=weeks)
    at = x + text_width(before, SIZE, bold=True) + 8
    numbers = [str(week) for week in range(1, weeks + 1)]
    then = at + max(text_width(value, SMALL, bold=True) for value in numbers) + 10
    bar = then + text_width(after, SMALL) + 14
    rail = tag("rect", x=bar, y=8, width=BAR, height=9, fill=HAIR)
    origin = f"transform-origin:{number(bar)}px 0"
    filled = tag("rect", x=bar, y=8, width=BAR, height=9, fill=ACCENT, class_=f"{name}-a {name}-bar", style=origin)
    hidden: Look = {"class_": f"{name}-moving", "display": "none", "aria_hidden": "true"}
    moving = tag("g", strip(name, "weeks", (at, 6), numbers, INK, "start"), **hidden)
    still = tag("g", label(at, 17, str(weeks), SMALL, INK, font_weight="bold"), class_=f"{name}-still")
    words = label(x, 17, before, SIZE, INK, font_weight="bold") + label(then, 17, after, SMALL, SOFT_INK)
    return tag("g", words, moving, still, rail, filled)

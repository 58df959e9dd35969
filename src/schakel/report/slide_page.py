"""One slide on an empty page: a title, then a picture, a table or words with room around them, and a line below."""

from collections.abc import Sequence
from typing import Any

from schakel.draw.palette import ACCENT, HAIR, INK, SOFT_INK
from schakel.draw.picture import Picture, Twin
from schakel.draw.raster import png
from schakel.draw.svg import clean
from schakel.draw.text_width import shorten, text_width, wrap
from schakel.report.document import BigNumber
from schakel.report.slide import MOST_ROWS, Slide
from schakel.texts import LOCALES

POINT = 12_700  # English Metric Units, in which the format counts
WIDE, HIGH = 960 * POINT, 540 * POINT
LEFT, ROOM = 44.0, 872.0  # points
KICKER, TITLE, FOOT = 30.0, 50.0, 506.0
TITLE_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0)
TITLE_LINES, LEADING = 3, 1.2
DETAIL, BODY, SOURCE = 14.0, 18.0, 9.0
PIXELS = 2200
FACE = "Arial"  # there on every computer, or another of the same widths
NARROWER = 0.9  # than the widths we measure with: no letter of it takes more than this part of them
LONGEST_WORDS = 6  # lines of one paragraph


class SlidePage:
    """A slide of python-pptx that is being filled. All places are in points from the upper left."""

    def __init__(self, page: Any, lang: str) -> None:
        self.page, self.lang = page, lang
        self.spilled: list[str] = []  # what did not fit and goes to the notes

    def draw(self, slide: Slide, number: str, *, is_first: bool = False) -> None:
        """All of a slide. is_first: the title stands lower and larger."""
        y = 96.0 if is_first else KICKER
        self._bar(y - 10)
        if slide.kicker:
            self._words(slide.kicker, y, 16, 12, ACCENT, bold=True)
        y = self._title(slide.title, y + 20, is_first=is_first)
        if slide.picture or slide.twin:
            y = self._detail(slide.lines, y)
            if slide.picture:
                self._picture(slide.picture, y + 8)
            elif slide.twin:
                self._table(slide.twin, y + 8)
        else:
            y = self._body(slide.lines, y + 14, room=(330.0 if slide.numbers else FOOT - 16))
        if slide.numbers:
            self._numbers(slide.numbers, 350.0)
        self._foot(slide.source, number)
        self.page.notes_slide.notes_text_frame.text = "\n".join(
            clean(line) for line in (slide.title, *self.spilled, *slide.notes)
        )

    def _title(self, text: str, y: float, *, is_first: bool) -> float:
        """In the title's own place, so that an outline and a screen reader find it; as large as fits in two lines."""
        sizes = (36.0, 32.0, *TITLE_SIZES) if is_first else TITLE_SIZES
        size, lines = sizes[-1], _wrapped(text, ROOM, sizes[-1], TITLE_LINES, bold=True)
        for size in sizes:
            lines = _wrapped(text, ROOM, size, 9, bold=True)
            if len(lines) <= 2:
                break
        else:
            lines = _wrapped(text, ROOM, size, TITLE_LINES, bold=True)
        shown = clean(text) if not lines or not lines[-1].endswith("…") else " ".join(lines)
        high = len(lines) * size * LEADING + 4
        shape = self.page.shapes.title
        self._put(shape, y, high)
        self._fill(shape.text_frame, [shown], size, INK, bold=True)
        return y + high

    def _detail(self, lines: Sequence[str], y: float) -> float:
        for text in lines:
            fitting = _wrapped(text, ROOM, DETAIL, 2)
            if fitting and fitting[-1].endswith("…"):
                self.spilled.append(text)
            high = len(fitting) * DETAIL * LEADING + 4
            self._words(" ".join(fitting), y + 4, high, DETAIL, SOFT_INK)
            y += high + 4
        return y

    def _body(self, lines: Sequence[str], y: float, *, room: float) -> float:
        """Paragraphs as large as lets all of them fit; what does not even fit small goes to the notes."""
        for size in (BODY, 16.0, 14.0, 12.0):
            gap = size * 0.7
            heights = [len(_wrapped(text, ROOM, size, LONGEST_WORDS)) * size * LEADING + gap for text in lines]
            if y + sum(heights) <= room:
                break
        for text, high in zip(lines, heights, strict=True):
            if y + high > room:
                self.spilled.append(text)
                continue
            self._words(text, y, high, size, SOFT_INK if len(lines) == 1 else INK)
            y += high
        return y

    def _numbers(self, numbers: Sequence[BigNumber], y: float) -> None:
        each = ROOM / len(numbers)
        for place, item in enumerate(numbers):
            left, room = LEFT + place * each, each - 18
            size = next((s for s in (32.0, 28.0, 24.0, 20.0) if text_width(item.value, s, bold=True) <= room), 16.0)
            self._words(item.value, y, 42, size, INK, bold=True, left=left, room=room)
            label = _wrapped(item.label, room, 13, 4)
            self._words(" ".join(label), y + 44, 4 * 13 * LEADING + 4, 13, SOFT_INK, left=left, room=room)

    def _picture(self, picture: Picture, y: float) -> None:
        """As large as the page lets it be, with its description for who cannot see it."""
        import io

        scale = min(ROOM / picture.width, (FOOT - 10 - y) / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        pixels = io.BytesIO(png(picture, width=PIXELS))
        left = LEFT + (ROOM - wide) / 2
        y += (FOOT - 10 - y - high) / 3  # a low picture hangs a little above the middle
        shape = self.page.shapes.add_picture(pixels, *_emu(left, y, wide, high))
        named = shape._element.nvPicPr.cNvPr
        named.set("descr", f"{picture.title}. {picture.description}")
        named.set("name", picture.name)

    def _table(self, twin: Twin, y: float) -> None:
        """A real table of its first rows; all of them stand in the notes."""
        rows = (twin.columns, *twin.rows[:MOST_ROWS])
        widths = _widths(rows)
        frame = self.page.shapes.add_table(len(rows), len(twin.columns), *_emu(LEFT, y, ROOM, 26.0 * len(rows)))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", twin.caption)
        table = frame.table
        table.horz_banding = False
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = int(wide * POINT)
        for at, row in enumerate(rows):
            table.rows[at].height = int(26 * POINT)
            for place, (text, wide) in enumerate(zip(row, widths, strict=True)):
                cell = table.cell(at, place)
                cell.fill.solid()
                cell.fill.fore_color.rgb = _colour(HAIR if at == 0 else "#ffffff")
                cell.margin_left = cell.margin_right = int(5 * POINT)
                cell.margin_top = cell.margin_bottom = int(3 * POINT)
                self._fill(cell.text_frame, [shorten(clean(text), wide - 14, 12, bold=at == 0)], 12, INK, bold=at == 0)

    def _foot(self, source: str, number: str) -> None:
        room = ROOM - 70
        lines = _wrapped(source, room, SOURCE, 2)
        if lines and lines[-1].endswith("…"):
            self.spilled.append(source)
        self._words(" ".join(lines), FOOT, 24, SOURCE, SOFT_INK, room=room)
        self._words(number, FOOT, 12, SOURCE, SOFT_INK, left=LEFT + ROOM - 66, room=66, right=True)

    def _bar(self, y: float) -> None:
        """The one colour of the page."""
        from pptx.oxml.ns import qn

        shape = self.page.shapes.add_shape(1, *_emu(LEFT, y, 48, 3))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(ACCENT)
        shape.line.fill.background()
        shape._element.remove(shape._element.find(qn("p:style")))

    def _words(
        self,
        text: str,
        y: float,
        high: float,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        left: float = LEFT,
        room: float = ROOM,
        right: bool = False,
    ) -> None:
        box = self.page.shapes.add_textbox(*_emu(left, y, room, high))
        self._fill(box.text_frame, [clean(text)], size, colour, bold=bold, right=right)

    def _put(self, shape: Any, y: float, high: float) -> None:
        shape.left, shape.top, shape.width, shape.height = _emu(LEFT, y, ROOM, high)

    def _fill(
        self, frame: Any, lines: Sequence[str], size: float, colour: str, *, bold: bool = False, right: bool = False
    ) -> None:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN

        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            paragraph.line_spacing = 1.0
            run = paragraph.add_run()
            run.text = line.replace(" %", "\u00a0%")
            run.font.size, run.font.bold, run.font.name = int(size * POINT), bold, FACE
            run.font.color.rgb = _colour(colour)
            run._r.get_or_add_rPr().set("lang", LOCALES[self.lang].replace("_", "-"))


def _wrapped(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    return wrap(text, room / NARROWER, size, bold=bold, lines=lines)


def _emu(*points: float) -> tuple[int, ...]:
    return tuple(int(point * POINT) for point in points)


def _colour(text: str) -> Any:
    from pptx.dml.color import RGBColor

    parts = bytes.fromhex(text.removeprefix("#"))
    made: Any = RGBColor
    return made(*parts)


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Points per column, by what stands in it."""
    wanted = [
        max(40.0, *(min(320.0, text_width(text, 12) + 16) for text in column)) for column in zip(*rows, strict=True)
    ]
    scale = ROOM / sum(wanted)
    return [wide * scale for wide in wanted]

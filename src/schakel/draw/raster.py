"""A picture as pixels, for programs that show no SVG."""

from schakel.draw.palette import PAPER
from schakel.draw.picture import Picture
from schakel.draw.svg import ENLARGED, FONT, escape, tag

FACE = "Liberation Sans"  # comes with the wheel, so that every machine draws the same letters


def png(picture: Picture, *, width: int = 2400) -> bytes:
    """The picture as PNG, about `width` px wide. Equal pictures give equal bytes."""
    import vl_convert  # 90 MB of JavaScript engine: only where a picture must become pixels

    svg = picture.svg.replace(f'font-family="{escape(FONT)}"', f'font-family="{FACE}"')
    start = svg.index(">") + 1
    sheet = tag("rect", width=picture.width, height=picture.height, fill=PAPER)  # else what is clear becomes dark
    return vl_convert.svg_to_png(svg[:start] + sheet + svg[start:], scale=width / (picture.width * ENLARGED))

"""A picture to take along: with period, unit, residents and hidden share inside it, as a drawing or as an image."""

import re

from django.http import Http404, HttpResponse

from schakel.draw import raster
from schakel.draw.picture import Picture
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.insight_desk.asked import look_for
from schakel.web.insight_desk.screens import SCREENS
from schakel.web.insight_desk.shown import shown


@allow("filter_insight")
def svg(request: NetworkRequest, network: str, name: str, picture: str) -> HttpResponse:
    """As SVG."""
    found = _picture(request, name, picture)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{_unlinked(found.svg)}'
    return _file(text.encode(), "image/svg+xml", f"{name}-{picture}.svg")


@allow("filter_insight")
def png(request: NetworkRequest, network: str, name: str, picture: str) -> HttpResponse:
    """As PNG, on white."""
    found = _picture(request, name, picture)
    return _file(raster.png(found), "image/png", f"{name}-{picture}.png")


def _picture(request: NetworkRequest, name: str, picture: str) -> Picture:
    if name not in SCREENS:
        raise Http404
    found = shown(request.network, look_for(request.hat, name, request.GET), request.lang)
    for one in found.pictures:
        if one.name == picture:
            return one
    raise Http404


def _unlinked(text: str) -> str:
    """A picture in a document leads nowhere: its links would point at this workbench."""
    return re.sub(r"<a [^>]*>", "<g>", text).replace("</a>", "</g>")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})

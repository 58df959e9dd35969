"""Addresses of the insight desk."""

from django.urls import path

from schakel.web.insight_desk import passport_views, picture_views, views
from schakel.web.insight_desk.screens import SCREENS

ROOT = "n/<slug:network>/insight/"

urlpatterns = [
    path(ROOT, views.front, name="insight"),
    *(path(f"{ROOT}{name}", views.screen, {"name": name}, name=f"insight_{name}") for name in SCREENS),
    path(f"{ROOT}picture/<slug:name>/<slug:picture>.svg", picture_views.svg, name="insight_svg"),
    path(f"{ROOT}picture/<slug:name>/<slug:picture>.png", picture_views.png, name="insight_png"),
    path(f"{ROOT}passport/<slug:passport>", passport_views.passport, name="insight_passport"),
]

"""Addresses of what goes to a meeting, below /n/<network>/reports/."""

from django.urls import path

from schakel.web.report_desk import council_views, views

urlpatterns = [
    path("", views.front, name="reports"),
    path("new", views.new, name="report_new"),
    path("<int:number>", views.report, name="report"),
    path("<int:number>/release", council_views.release, name="report_release"),
    path("<int:number>/<str:name>", views.file, name="report_file"),
    path("council", council_views.latest, name="council"),
    path("council/<int:number>", council_views.one, name="council_release"),
    path("council/<int:number>/<slug:lang>.pdf", council_views.paper, name="council_paper"),
]

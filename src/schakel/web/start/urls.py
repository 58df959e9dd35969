"""Addresses of the start screen."""

from django.urls import path

from schakel.web.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("n/<slug:network>/", views.home, name="home"),
    path("n/<slug:network>/where", views.where, name="where"),
]

"""Addresses of live news; the streams themselves are answered before Django."""

from django.urls import path

from schakel.web.live import views

urlpatterns = [path("n/<slug:network>/live-ticket", views.ticket, name="live_ticket")]

"""Addresses of what the workbench says about itself."""

from django.urls import path

from schakel.web.operation import views

urlpatterns = [path("accessibility", views.accessibility, name="accessibility")]

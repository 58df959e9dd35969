"""Addresses of what the workbench says about itself."""

from django.urls import path

from schakel.web.operation import views
from schakel.web.operation.security_txt import PATH

urlpatterns = [
    path("accessibility", views.accessibility, name="accessibility"),
    path(PATH, views.security, name="security_txt"),
]

"""Addresses of the privacy officer, below /n/<network>/sharing/dpia/."""

from django.urls import path

from schakel.web.privacy_desk import views

urlpatterns = [
    path("", views.dpia, name="dpia"),
    path("answer", views.dpia_answer, name="dpia_answer"),
    path("assess", views.dpia_assess, name="dpia_assess"),
    path("file/<slug:form>", views.dpia_file, name="dpia_file"),
]

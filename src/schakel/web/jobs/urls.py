"""Addresses of jobs."""

from django.urls import path

from schakel.web.jobs import views

urlpatterns = [
    path("n/<slug:network>/jobs/", views.jobs, name="jobs"),
    path("n/<slug:network>/jobs/<uuid:number>", views.job, name="job"),
    path("n/<slug:network>/jobs/<uuid:number>/cancel", views.cancel_job, name="cancel_job"),
]

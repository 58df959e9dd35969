"""Addresses of the data desk, below /n/<network>/data/."""

from django.urls import path

from schakel.web.data_desk import check_step, front, load_step, log_pages, mapping_step, snapshot_pages, upload

urlpatterns = [
    path("", front.front, name="data"),
    path("examples/", front.example_list, name="data_examples"),
    path("examples/<str:name>", front.example, name="data_example"),
    path("upload", upload.upload, name="data_upload"),
    path("incoming/<uuid:number>/mapping", mapping_step.mapping, name="data_mapping"),
    path("incoming/<uuid:number>/check", check_step.check, name="data_check"),
    path("incoming/<uuid:number>/return/<str:name>", check_step.return_list, name="data_return"),
    path("incoming/<uuid:number>/load", load_step.load, name="data_load"),
    path("incoming/<uuid:number>/done", load_step.done, name="data_done"),
    path("incoming/<uuid:number>/remove", load_step.drop, name="data_drop"),
    path("log/<slug:log>/deliveries", log_pages.deliveries, name="data_deliveries"),
    path("log/<slug:log>/quality", log_pages.quality, name="data_quality"),
    path("log/<slug:log>/coverage", log_pages.coverage, name="data_coverage"),
    path("log/<slug:log>/changes", log_pages.changes, name="data_changes"),
    path("log/<slug:log>/snapshots/", snapshot_pages.snapshot_list, name="data_snapshots"),
    path("log/<slug:log>/snapshots/<slug:number>", snapshot_pages.manifest, name="data_manifest"),
    path("log/<slug:log>/snapshots/<slug:number>/publish", snapshot_pages.publish, name="data_publish"),
]

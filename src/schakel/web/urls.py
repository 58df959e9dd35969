"""Every address of the workbench. Each view behind it names its policy; one without it fails the build."""

from django.urls import include, path

from schakel.web.look import theme

urlpatterns = [
    path("theme.css", theme, name="theme"),
    path("", include("schakel.web.access.urls")),
    path("", include("schakel.web.live.urls")),
    path("", include("schakel.web.start.urls")),
    path("", include("schakel.web.operation.urls")),
    path("", include("schakel.web.jobs.urls")),
    path("n/<slug:network>/orchestration/", include("schakel.web.orchestration_desk.urls")),
    path("n/<slug:network>/sharing/dpia/", include("schakel.web.privacy_desk.urls")),
    path("n/<slug:network>/sharing/", include("schakel.web.sharing_desk.urls")),
    path("", include("schakel.web.insight_desk.urls")),
    path("n/<slug:network>/reports/", include("schakel.web.report_desk.urls")),
    path("", include("schakel.web.api.urls")),
    path("n/<slug:network>/simulation/", include("schakel.web.simulation_desk.urls")),
    path("n/<slug:network>/data/", include("schakel.web.data_desk.urls")),
]
handler400 = "schakel.web.refused.bad_request"
handler403 = "schakel.web.refused.forbidden"
handler404 = "schakel.web.refused.not_found"
handler500 = "schakel.web.refused.broken"

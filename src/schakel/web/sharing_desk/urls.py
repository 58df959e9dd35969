"""Addresses of the sharing desk, below /n/<network>/sharing/."""

from django.urls import path

from schakel.web.record import views as record
from schakel.web.sharing_desk import (
    decision_views,
    front_views,
    own_views,
    publication_views,
    publish_views,
    reply_views,
    source_views,
)

urlpatterns = [
    path("", front_views.front, name="sharing"),
    path("publications", front_views.publications, name="publications"),
    path("publish", publish_views.publish_view, name="publish"),
    path("p/<int:number>", publication_views.publication, name="publication"),
    path("p/<int:number>/<int:place>.csv", publication_views.table, name="publication_table"),
    path("p/<int:number>/withdraw", publication_views.withdraw_publication, name="withdraw_publication"),
    path("p/<int:number>/agree", reply_views.agree, name="agree"),
    path("p/<int:number>/comment", reply_views.comment, name="comment"),
    path("answers", reply_views.answers, name="answers"),
    path("answers/<int:number>", reply_views.answer, name="answer"),
    path("decisions", decision_views.decisions, name="decisions"),
    path("decisions/new", decision_views.new_decision, name="new_decision"),
    path("decisions/<int:number>/voice", decision_views.voice, name="voice"),
    path("decisions/<int:number>/settle", decision_views.settle, name="settle"),
    path("own", own_views.own, name="own"),
    path("own/comment", own_views.comment_own, name="comment_own"),
    path("sources", source_views.withdraw_a_source, name="withdraw_source"),
    path("record", record.record, name="record"),
    path("record.jsonl", record.download, name="record_download"),
]

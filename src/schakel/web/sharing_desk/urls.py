"""Addresses of the sharing desk, below /n/<network>/sharing/."""

from django.urls import path

from schakel.web.record import views as record
from schakel.web.sharing_desk import (
    decision_views,
    front_views,
    grant_views,
    own_views,
    processing_views,
    publication_views,
    publish_views,
    register_views,
    reply_views,
    retention_views,
    source_views,
)

urlpatterns = [
    path("", front_views.front, name="sharing"),
    path("seen", front_views.seen_news, name="sharing_seen"),
    path("publications", front_views.publications, name="sharing_publications"),
    path("publish", publish_views.publish_view, name="sharing_publish"),
    path("p/<int:number>", publication_views.publication, name="sharing_publication"),
    path("p/<int:number>/<int:place>.csv", publication_views.table, name="sharing_table"),
    path("p/<int:number>/withdraw", publication_views.withdraw_publication, name="sharing_withdraw"),
    path("p/<int:number>/agree", reply_views.agree, name="sharing_agree"),
    path("p/<int:number>/comment", reply_views.comment, name="sharing_comment"),
    path("p/<int:number>/hidden", register_views.hidden, name="sharing_hidden"),
    path("p/<int:number>/bounds", register_views.bounds, name="sharing_bounds"),
    path("released", register_views.register, name="sharing_register"),
    path("answers", reply_views.answers, name="sharing_answers"),
    path("answers/<int:number>", reply_views.answer, name="sharing_answer"),
    path("decisions", decision_views.decisions, name="sharing_decisions"),
    path("decisions/new", decision_views.new_decision, name="sharing_new_decision"),
    path("decisions/<int:number>/voice", decision_views.voice, name="sharing_voice"),
    path("decisions/<int:number>/settle", decision_views.settle, name="sharing_settle"),
    path("grants", grant_views.grants, name="sharing_grants"),
    path("grants/new", grant_views.new_grant, name="sharing_new_grant"),
    path("grants/<int:number>", grant_views.grant, name="sharing_grant"),
    path("grants/<int:number>/next", grant_views.next_version, name="sharing_next_grant"),
    path("grants/<int:number>/sign", grant_views.sign_grant, name="sharing_sign_grant"),
    path("grants/<int:number>/end", grant_views.end_grant, name="sharing_end_grant"),
    path("own", own_views.own, name="sharing_own"),
    path("own/comment", own_views.comment_own, name="sharing_comment_own"),
    path("sources", source_views.withdraw_a_source, name="sharing_sources"),
    path("retention", retention_views.retention, name="sharing_retention"),
    path("retention/remove", retention_views.remove_rows, name="sharing_remove"),
    path("processing", processing_views.processing, name="sharing_processing"),
    path("processing.jsonl", processing_views.download, name="sharing_processing_download"),
    path("record", record.record, name="sharing_record"),
    path("record.jsonl", record.download, name="sharing_record_download"),
]

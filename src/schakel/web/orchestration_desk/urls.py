"""Addresses of the orchestration desk, below /n/<network>/orchestration/."""

from django.urls import path

from schakel.web.orchestration_desk import (
    account_views,
    agreed_views,
    chain_views,
    edit_views,
    file_views,
    front_views,
    own_views,
    partner_views,
)

urlpatterns = [
    path("", front_views.front, name="orchestration"),
    path("start", front_views.start, name="orchestration_start"),
    path("propose", front_views.propose, name="orchestration_propose"),
    path("about", front_views.about, name="orchestration_about"),
    path("inputs", front_views.inputs_view, name="orchestration_inputs"),
    path("partners", partner_views.partners, name="orchestration_partners"),
    path("card", partner_views.lookup, name="orchestration_card"),
    path("card/<slug:key>", partner_views.card, name="orchestration_card"),
    path("call", partner_views.call, name="orchestration_call"),
    path("people", partner_views.people, name="orchestration_people"),
    path("hats", partner_views.hats, name="orchestration_hats"),
    path("words", agreed_views.words, name="orchestration_words"),
    path("words/<slug:key>/own", own_views.meaning, name="orchestration_meaning"),
    path("tables", agreed_views.tables, name="orchestration_tables"),
    path("goals", agreed_views.goals, name="orchestration_goals"),
    path("accounts", account_views.accounts, name="orchestration_accounts"),
    path("agreements", agreed_views.agreements, name="orchestration_agreements"),
    path("figure/<slug:kind>/<slug:key>", agreed_views.figure, name="orchestration_figure"),
    path("steps", chain_views.activity, name="orchestration_activity"),
    path("steps/<slug:key>", chain_views.activity, name="orchestration_activity"),
    path("handovers", chain_views.handover, name="orchestration_handover"),
    path("handovers/<slug:key>", chain_views.handover, name="orchestration_handover"),
    path("compare", chain_views.compare_view, name="orchestration_compare"),
    path("edit/<slug:kind>", edit_views.edit, name="orchestration_edit"),
    path("edit/<slug:kind>/<slug:key>", edit_views.edit, name="orchestration_edit"),
    path("drop/<slug:kind>/<slug:key>", edit_views.drop, name="orchestration_drop"),
    path("rename/<slug:kind>/<slug:key>", edit_views.rename, name="orchestration_rename"),
    path("answer/<slug:key>/<int:number>", own_views.answer, name="orchestration_answer"),
    path("network.toml", file_views.download, name="orchestration_file"),
    path("import", file_views.take_in, name="orchestration_import"),
    path("history", file_views.history, name="orchestration_history"),
    path("history/restore", file_views.restore, name="orchestration_restore"),
]

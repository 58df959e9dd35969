"""Addresses of signing in, of people and of hats."""

from django.urls import path

from schakel.web.access import inviting, me, oidc, people, second_step, views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/as", views.sign_in_as, name="sign_in_as"),
    path("sign-in/oidc", oidc.oidc_begin, name="oidc_begin"),
    path("sign-in/oidc/back", oidc.oidc_back, name="oidc_back"),
    path("sign-in/second-step", second_step.second_step, name="second_step"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("hat", views.wear, name="wear"),
    path("language", views.speak, name="speak"),
    path("invitation/<str:token>", inviting.invitation, name="invitation"),
    path("me", me.me, name="me"),
    path("me/language", me.my_language, name="my_language"),
    path("me/password", me.my_password, name="my_password"),
    path("me/second-step", second_step.set_up, name="second_step_set_up"),
    path("me/second-step/remove", second_step.remove, name="second_step_remove"),
    path("me/second-step/codes", second_step.new_codes, name="recovery_codes"),
    path("me/sessions/end", me.end_sessions, name="end_sessions"),
    path("n/<slug:network>/people/", people.people, name="people"),
    path("n/<slug:network>/people/invite", inviting.invitation_make, name="invite"),
    path(
        "n/<slug:network>/people/invitation/<int:invitation>/withdraw",
        inviting.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("n/<slug:network>/people/organisation/", people.organisation_add, name="organisation_add"),
    path("n/<slug:network>/people/organisation/<int:organisation>", people.organisation, name="organisation"),
    path("n/<slug:network>/people/hat/<int:hat>/withdraw", people.hat_withdraw, name="hat_withdraw"),
    path("n/<slug:network>/people/<int:person>/", people.person, name="person"),
    path("n/<slug:network>/people/<int:person>/name", people.person_rename, name="person_rename"),
    path("n/<slug:network>/people/<int:person>/out", people.person_out, name="person_out"),
    path("n/<slug:network>/people/<int:person>/in", people.person_in, name="person_in"),
]

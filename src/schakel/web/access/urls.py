"""Addresses of signing in and of hats."""

from django.urls import path

from schakel.web.access import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/as", views.sign_in_as, name="sign_in_as"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("hat", views.wear, name="wear"),
    path("language", views.speak, name="speak"),
]

"""An OIDC server for the tests, in a process of its own: django-oauth-toolkit with a few people and one client."""

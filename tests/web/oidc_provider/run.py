"""Start the OIDC server: `python -m web.oidc_provider.run CALLBACK NAME=ADDRESS...`; prints its issuer and secret."""

import os
import socket
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "web.oidc_provider.settings"


def main(callback: str, people: list[str]) -> None:
    """Serve until killed."""
    import django

    django.setup()
    import uvicorn
    from django.contrib.auth.models import User
    from django.core.asgi import get_asgi_application
    from django.core.management import call_command
    from oauth2_provider.models import get_application_model

    call_command("migrate", verbosity=0)
    for told in people:
        name, email = told.split("=")
        User.objects.create_user(name, email=email, first_name=name)
    secret = "a secret of the tests"  # noqa: S105
    get_application_model().objects.create(
        client_id="schakel",
        client_secret=secret,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=callback,
        skip_authorization=True,
        algorithm="RS256",
    )
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/o", flush=True)  # noqa: T201
    uvicorn.Server(uvicorn.Config(get_asgi_application(), log_level="warning")).run(sockets=[listening])


main(sys.argv[1], sys.argv[2:])

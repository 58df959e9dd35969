"""The ASGI application that uvicorn serves."""

import os

from django.core.asgi import get_asgi_application

from schakel.web.operation.overload import Bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")
application = Bounded(get_asgi_application())

"""Writes the description of the API, `openapi.json`, from the API itself."""

import json
import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")

import django

django.setup()

from schakel.web.api.endpoints import api  # noqa: E402 -- needs Django set up

text = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, sort_keys=True) + "\n"
Path(__file__).with_name("openapi.json").write_text(text, encoding="utf-8")

"""The page of the privacy officer: what changed, which questions are open, the document, and assessing it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schakel.chain.problem import Problem, Refusal
from schakel.report.html import html
from schakel.report.privacy.change_section import again_text, change_text
from schakel.report.privacy.changes import changes
from schakel.report.privacy.dpia import Dpia
from schakel.report.privacy.facts import to_json
from schakel.report.privacy.question import Question, answered
from schakel.sharing.bsn import contains_bsn
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.privacy_desk.current import dpia_for, facts_now, last_assessment, may_assess
from schakel.web.privacy_desk.models import DpiaAnswer, DpiaAssessment
from schakel.web.record.append import note
from schakel.web.sharing_desk.clock import now
from schakel.web.version import keep_version, version_of

LONGEST = 5000  # characters of an answer or a remark
FORMS = {
    "html": "application/octet-stream",  # a file to keep and not a page of ours: its stylesheet is inside it
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True)
class Asked:
    """A question on the page. again: its answer must be looked at again; version: of the answer, for its form."""

    question: Question
    text: str
    who: str
    answer: str
    told: str
    again: bool
    version: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return anchor_of(self.question.id)


def anchor_of(question: str) -> str:
    """The id of an element for the id of a question, which may hold any name."""
    return f"q-{hashlib.blake2b(question.encode(), digest_size=6).hexdigest()}"


@allow("assess_privacy")
def dpia(request: NetworkRequest, network: str) -> HttpResponse:
    """What widened, what is open, and the document to take along."""
    found = dpia_for(request.hat)
    context: dict[str, Any] = {
        "no_data": found is None,
        "may_assess": may_assess(request.hat),
        "last": last_assessment(request.network),
    }
    if found is None:
        return render(request, "privacy_desk/dpia.html", context)
    asked = [_asked(question, found, request.lang) for question in found.asked]
    all_changes = changes(found.before, found.facts) if found.before else ()
    told = [
        (change.widens, change_text(change, found.before, found.facts, request.lang), again_text(change, request.lang))
        for change in all_changes
        if found.before
    ]
    context |= {
        "facts": found.facts,
        "wider": [(text, again) for is_wider, text, again in told if is_wider],
        "other": [(text, again) for is_wider, text, again in told if not is_wider],
        "open": [one for one in asked if not one.answer],
        "again": [one for one in asked if one.answer and one.again],
        "answered": [one for one in asked if one.answer and not one.again],
    }
    return render(request, "privacy_desk/dpia.html", context)


@allow("assess_privacy")
def dpia_file(request: NetworkRequest, network: str, form: str) -> HttpResponse:
    """The document as HTML or PDF, or its facts as JSON."""
    found = dpia_for(request.hat)
    if found is None or form not in FORMS:
        raise Http404
    content = _content(found, form, request.lang)
    name = f"dpia-{request.network.slug}.{form}"
    return HttpResponse(
        content, content_type=FORMS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@allow("assess_privacy", "POST")
def dpia_answer(request: NetworkRequest, network: str) -> HttpResponse:
    """Answer a question, or empty its answer, which opens it again."""
    found = _mine(request)
    name, text = request.POST.get("question", ""), _text(request, "text")
    if name not in {question.id for question in found.asked}:
        raise Http404
    known = found.answers.get(name)
    keep_version(
        request,
        {"text": known.text if known else ""},
        label=lambda _field: say("privacy_desk.answer", request.lang),
        back=_address(request),
    )
    made = DpiaAnswer.objects.create(network=request.network, question=name, text=text, hat=request.hat, at=now())
    # Only what kind of question: its id may name an agreement between others.
    note(request, "dpia_answered", f"dpia_answer:{made.pk}", question=name.partition(":")[0], is_open=not text)
    return redirect(f"{_address(request)}#{anchor_of(name)}")


@allow("assess_privacy", "POST")
def dpia_assess(request: NetworkRequest, network: str) -> HttpResponse:
    """Mark the DPIA as assessed as it is now: from here on changes are told against this."""
    found = _mine(request)
    facts = facts_now(request.network)
    if facts is None or request.POST.get("facts") != facts.id:
        raise Refusal((Problem("workbench_dpia_moved"),))  # what was read is no longer what would be assessed
    made = DpiaAssessment.objects.create(
        network=request.network,
        facts=to_json(facts),
        facts_id=facts.id,
        open=len(found.open),
        remark=_text(request, "remark"),
        hat=request.hat,
        at=now(),
    )
    note(request, "dpia_assessed", f"dpia:{made.pk}", facts=facts.id, open=made.open)
    return redirect(_address(request))


def _content(found: Dpia, form: str, lang: str) -> bytes:
    if form == "json":
        return to_json(found.facts).encode()
    document = found.document(lang)
    if form == "html":
        return html(document).encode()
    from schakel.report.typst import pdf  # heavy, and needed for PDF only

    return pdf(document)


def _mine(request: NetworkRequest) -> Dpia:
    """The DPIA of who may assess it. PermissionDenied for others, 404 without data."""
    if not may_assess(request.hat):
        raise PermissionDenied("assess_privacy")
    found = dpia_for(request.hat)
    if found is None:
        raise Http404
    return found


def _text(request: NetworkRequest, name: str) -> str:
    text = request.POST.get(name, "").strip()
    if contains_bsn(text) or len(text) > LONGEST:
        raise Refusal((Problem("workbench_dpia_text", allowed=str(LONGEST)),))
    return text


def _asked(question: Question, found: Dpia, lang: str) -> Asked:
    answer = found.answers.get(question.id)
    text = answer.text if answer and answered(question, found.answers) else ""
    told = say("privacy_desk.by", lang, by=answer.by, on=answer.on) if answer and text else ""
    version = version_of({"text": answer.text if answer else ""})
    return Asked(
        question, question.text(lang), question.answerer(lang), text, told, question.id in found.again, version
    )


def _address(request: NetworkRequest) -> str:
    return reverse("dpia", args=[request.network.slug])

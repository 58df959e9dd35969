"""The routes that residents of Lindewaard walk, from report to aftercare.

A route is a generator. Where it has to wait for a scarce place it yields the minute from which it waits, and is sent
the minute on which the place comes free: only whoever sees all cases at once can tell that.
"""

from collections.abc import Callable, Generator

from schakel.simulation.journey import DAY, Journey, Step

Route = Generator[int, int, None]

_LONG_WAIT = 60 * DAY  # from here on a wait may end in a crisis

_OPENING = 8 * 60 + 30
_STAY = 60 * DAY  # a stay that no source tells about


def walk(journey: Journey) -> Route:
    """Walk the whole case, from its question's first sign to its end."""
    if journey.question.route == "mental" and journey.chance("through_gp_mental"):
        yield from _through_gp(journey)
    elif not _front_desk(journey):
        if journey.question.route == "mental":
            yield from _mental(journey)
        else:
            _ROUTES[journey.question.route](journey)
    if journey.closed and journey.chance("aftercare"):
        journey.do("Nazorg", "welfare", journey.later("aftercare"), lasts="aftercare")


def _through_gp(journey: Journey) -> Route:
    journey.do("Consult huisarts", "gp", lasts="minutes")
    referred = _refer(journey, "gp", "mental")
    if referred:
        yield from _treatment(journey, referred)
        _close(journey, "mental")


def _front_desk(journey: Journey) -> bool:
    """From report to asking on; True if that was enough."""
    if journey.chance("through_support"):
        journey.do("Cliëntondersteuning", "support", lasts="support")
        journey.now = journey.later("after_support")
    journey.do("Melding", "desk", requested=_asked(journey), lasts="minutes")
    journey.do("Triage", "desk", journey.later("triage"), lasts="minutes")
    journey.do("Doorvragen", "desk", journey.later("probing"), lasts="probing")
    if journey.chance("answered_at_desk"):
        _close(journey, "desk", "vraag beantwoord")
        return True
    return False


def _asked(journey: Journey) -> int | None:
    """When the resident first asked, at opening time; not everyone writes that down."""
    if journey.chance("request_unknown"):
        return None
    day = journey.now // DAY - journey.draws.whole(journey.facts.waits["request"])
    return day * DAY + _OPENING


def _kitchen_table(journey: Journey) -> bool:
    """From conversation to plan; True if the resident and the informal network go on by themselves."""
    factor = journey.resident.municipality.kitchen_table_factor
    journey.do("Keukentafelgesprek", "team", journey.later("kitchen_table", factor), lasts="kitchen_table")
    if journey.chance("network_meeting"):
        journey.do("Netwerkberaad", "network", journey.later("own_plan"), lasts="network_meeting")
    elif journey.chance("own_plan"):
        journey.do("Eigen plan", "resident", journey.later("own_plan"), lasts="own_plan")
    journey.do("Plan van aanpak", "team", journey.later("plan"), lasts="plan")
    if journey.chance("stops_after_plan"):
        _close(journey, "team", "ingetrokken")
        return True
    if journey.chance("informal_enough"):
        _volunteers(journey)
        return True
    return False


def _volunteers(journey: Journey) -> None:
    journey.do("Vrijwillige inzet", "volunteers", journey.later("volunteer"), lasts="volunteer")
    journey.do("Evaluatie", "team", journey.later("evaluation"))
    _close(journey, "team")


def _decision(journey: Journey) -> None:
    """Decisions fall in a meeting that is held once in a fixed number of days."""
    journey.do("Beschikking", "desk", _next_meeting(journey))
    if journey.chance("objection"):
        journey.do("Bezwaar", "resident", journey.later("objection"))
        journey.do("Beschikking", "desk", _next_meeting(journey))


def _next_meeting(journey: Journey) -> int:
    facts = journey.facts
    ready = journey.later("decision_ready") // DAY
    return (ready + (facts.meeting_weekday - ready) % facts.meeting_every_days) * DAY


def _refer(journey: Journey, partner: str, to_partner: str) -> Step | None:
    """The referral, or None if it never arrives."""
    wait = "gp_to_report" if partner == "gp" else "referral"
    referred = journey.do("Verwijzing aanbieder", partner, journey.later(wait), to_partner=to_partner)
    plants = journey.facts.plants
    is_leaking = (
        partner == "team"
        and to_partner == "youth"
        and journey.resident.municipality.name == plants.lost_referral_municipality
    )
    share = plants.lost_referral_share if is_leaking else journey.facts.shares["lost_referral"]
    return None if journey.draws.chance(share) else referred


def _youth(journey: Journey) -> None:
    if _kitchen_table(journey):
        return
    _decision(journey)
    referred = _refer(journey, "team", "youth")
    if referred:
        asked = referred.started if journey.chance("request_kept") else None
        journey.do("Intake aanbieder", "youth", journey.later("youth_start"), lasts="intake", requested=asked)
        _care(journey, "youth")


def _home(journey: Journey) -> None:
    if not _kitchen_table(journey):
        _care_at_home(journey)


def _welfare(journey: Journey) -> None:
    if _kitchen_table(journey):
        return
    if journey.chance("volunteers_for_elderly"):
        _volunteers(journey)
    else:
        _care_at_home(journey)


def _care_at_home(journey: Journey) -> None:
    _decision(journey)
    if _refer(journey, "team", "home"):
        journey.do("Intake aanbieder", "home", journey.later("home_start"), lasts="intake")
        _care(journey, "home")


def _mental(journey: Journey) -> Route:
    if _kitchen_table(journey):
        return
    _decision(journey)
    referred = _refer(journey, "team", "mental")
    if referred:
        yield from _treatment(journey, referred)
        journey.do("Evaluatie", "team", journey.later("evaluation"))
        _close(journey, "team")


def _treatment(journey: Journey, referred: Step) -> Route:
    """Wait for a place; who waits long may need a crisis place meanwhile."""
    listed = journey.do("Wachtlijst", "mental", journey.later("waiting_list"))
    free = yield journey.now
    start = journey.later("mental_start") + free - journey.now
    asked: int | None = referred.started
    if start - listed.started > _LONG_WAIT and journey.chance("crisis"):
        crisis = journey.draws.whole(journey.facts.waits["crisis"]) * DAY + listed.started
        if crisis < start:
            journey.do("Crisisplek", "crisis", crisis, lasts="crisis")
            asked = None  # the referral is then no longer what it began with
    journey.do("GGZ-behandeling", "mental", start, lasts="mental", requested=asked)


def _work(journey: Journey) -> None:
    if _refer(journey, "desk", "work"):
        journey.do("Plan van aanpak", "work", journey.later("work_plan"), lasts="plan")
        journey.do("Werkfit-traject", "work", journey.later("workfit"), lasts="workfit")
        if journey.chance("no_placement"):
            _close(journey, "work", "zonder plaatsing")
        else:
            coaching = journey.do("Jobcoaching", "work", journey.later("coaching"), lasts="coaching")
            placed = coaching.started + journey.draws.whole(journey.facts.waits["placement"]) * DAY
            journey.do("Plaatsing werkgever", "work", max(placed, journey.now), lasts="placement")
            _close(journey, "work", "uitval" if journey.chance("placement_fails") else "doel bereikt")


def _debt(journey: Journey) -> None:
    if _refer(journey, "desk", "debt"):
        journey.do("Intake aanbieder", "debt", journey.later("debt_start"), lasts="intake")
        journey.do("Schuldhulp", "debt", journey.later("care"), lasts="debt")
        _close(journey, "debt")


def _care(journey: Journey, partner: str) -> None:
    """Support, with other help beside it, until the evaluation says it was enough."""
    care = journey.do("Begeleiding", partner, journey.later("care"), lasts=f"care_{partner}")
    if journey.chance("leaves_early"):
        _close(journey, "team", "uitval")
        return
    beside = care.started + journey.draws.whole(journey.facts.waits["meanwhile"]) * DAY
    if journey.chance("debt_beside_care"):
        journey.meanwhile("Schuldhulp", "debt", beside, "debt")
    elif journey.chance("volunteer_beside_care"):
        journey.meanwhile("Vrijwillige inzet", "volunteers", beside, "volunteer")
    if partner == "youth" and journey.chance("to_stay"):
        _refer(journey, "youth", "stay")
        if not journey.chance("back_from_stay"):
            return
        journey.now += _STAY
    journey.do("Evaluatie", "team", journey.later("evaluation"))
    if journey.chance("care_again"):
        journey.do("Begeleiding", partner, journey.later("care"), lasts=f"care_{partner}")
        journey.do("Evaluatie", "team", journey.later("evaluation"))
    _close(journey, "team")


def _close(journey: Journey, partner: str, outcome: str = "") -> None:
    names, shares = zip(*journey.facts.outcomes, strict=True)
    journey.do("Afsluiting", partner, journey.later("closing"), outcome=outcome or names[journey.draws.place(shares)])
    journey.closed = True


_ROUTES: dict[str, Callable[[Journey], None]] = {
    "youth": _youth,
    "home": _home,
    "welfare": _welfare,
    "work": _work,
    "debt": _debt,
}

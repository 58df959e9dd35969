"""The kinds of plants, by the name that a file of plants knows them by."""

from collections.abc import Mapping

from schakel.simulation.region.plants.broker_absent import BrokerAbsent
from schakel.simulation.region.plants.handover_absent import HandoverAbsent
from schakel.simulation.region.plants.meeting import Meeting
from schakel.simulation.region.plants.no_added_value import NoAddedValue
from schakel.simulation.region.plants.no_lead import NoLead
from schakel.simulation.region.plants.one_word import OneWord
from schakel.simulation.region.plants.people_lost import PeopleLost
from schakel.simulation.region.plants.placement_short import PlacementShort
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.plants.referrals_lost import ReferralsLost
from schakel.simulation.region.plants.threshold_lowered import ThresholdLowered

KINDS: Mapping[str, type[Plant]] = {
    "broker_absent": BrokerAbsent,
    "handover_absent": HandoverAbsent,
    "meeting": Meeting,
    "no_added_value": NoAddedValue,
    "no_lead": NoLead,
    "one_word": OneWord,
    "people_lost": PeopleLost,
    "placement_short": PlacementShort,
    "referrals_lost": ReferralsLost,
    "threshold_lowered": ThresholdLowered,
}

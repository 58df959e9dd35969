"""A network of two partners with one of everything, for tests."""

from datetime import date

from schakel.orchestration.collaboration.activity import Activity
from schakel.orchestration.collaboration.card import Card, Expectation, Offer
from schakel.orchestration.collaboration.handover import Handover
from schakel.orchestration.collaboration.partner import Partner
from schakel.orchestration.collaboration.person import Person
from schakel.orchestration.collaboration.word import Guess, Meaning, Word
from schakel.orchestration.governance.agreement import Agreement
from schakel.orchestration.governance.hat import Hat
from schakel.orchestration.governance.table import Member, Table
from schakel.orchestration.network import Network
from schakel.orchestration.strategy.goal import Goal

SMALL = Network(
    name="Klein",
    about="Twee partners.\nMeer niet.",
    partners=(
        Partner("wijkteam", "Wijkteam", "wijkteam", 1, ("Aa",), also=("WT Noord",)),
        Partner("schuldhulp", "Schuldhulp", "schuldhulp", 1, delivers=False),
    ),
    cards=(
        Card(
            "wijkteam",
            ("Eén verhaal.", "Eén plan."),
            (Offer("Huisbezoek binnen een week", ("Gesprek",), ("Schulden",)),),
            (Expectation("schuldhulp", "Dezelfde week contact."), Expectation("*", "Bel eerst.", "no", "Te druk.")),
            "Bel tussen 9 en 11.",
        ),
        Card("schuldhulp", can=(Offer("Budgetplan", ("Budgetplan",), ("Schulden",)),)),
    ),
    people=(Person("anna", "Anna", "wijkteam", "teamleider", "anna@wijkteam.example", "06 00 00 00 00", "'s morgens"),),
    hats=(Hat("anna-opdrachtgever", "anna", "wijkteam", "commissioner", "schuldhulp", "cursus"),),
    words=(
        Word(
            "intake",
            "Intake",
            "not_the_same",
            reason="Gesprek of dossier.",
            meaning=(Meaning("wijkteam", "Eerste gesprek.", "Gesprek"), Meaning("schuldhulp", "Dossier compleet.")),
            guess=(Guess("schuldhulp", "wijkteam", "Een formulier.", "wrong"),),
        ),
    ),
    goals=(
        Goal("thuis", "Niemand raakt zijn huis kwijt.", owner="wijkteam"),
        Goal("snel", "Snel aan tafel.", "thuis", "wijkteam", "edges", ("activity=Melding",), "", None, 14, "days"),
    ),
    tables=(
        Table(
            "schulden",
            "Tafel schulden",
            goals=("thuis",),
            member=(Member("anna", "anna-opdrachtgever", "inzet", 25000, date(2027, 1, 1), ("schuldhulp",)),),
        ),
    ),
    agreements=(
        Agreement(
            "bellen",
            "Samen bellen",
            "Wij bellen samen.",
            ("wijkteam", "schuldhulp"),
            "formal",
            date(2026, 1, 1),
            goal="thuis",
        ),
    ),
    activities=(Activity("gesprek", "Gesprek", "Aan tafel.", "Vertelt.", ("wijkteam",), ("Huisbezoek",)),),
    handovers=(
        Handover(
            "gesprek-budgetplan",
            "Gesprek",
            ("wijkteam",),
            "Budgetplan",
            ("schuldhulp",),
            "Toestemming.",
            7,
            True,
            "bellen",
        ),
    ),
)

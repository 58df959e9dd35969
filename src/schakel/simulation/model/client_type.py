"""What residents come with: a type of client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from schakel.simulation.model.quantity import Quantity, given

ChainName = Literal["care", "labour"]
Pattern = Literal["poisson", "regular"]
SEVERITIES = 4  # 0 light to 3 very severe
MOST_QUESTIONS = 5


@dataclass(frozen=True)
class ClientType:
    """A kind of client with one question.

    per_1000: new clients per 1,000 inhabitants a year; factors: by municipality, 1 where absent; season: 12 factors by
    month of 52/12 weeks, or empty. severity: shares of 0, 1, 2 and 3 at arrival. start: stage of arrival. households:
    shares of households with 1 to 5 questions of which this type is the first; companions: weights of the types of
    further questions (this type itself when empty), each question_gap weeks after the one before, on average; lead:
    share of households with more than one question that have somebody who holds the lead. benefit: EUR a week until
    outflow. domain and score: the life domain and its score from 0 to 10 at arrival; score_loss: points lost per week
    of waiting. term: weeks from arrival within which help must have started by law or agreement; 0 is none. returns:
    share that comes back to the start after it was helped, return_after weeks on average. priority: added to that of a
    stage. pattern: arrivals by chance or at equal distances. durations: by stage, a factor on how long it lasts for
    this type, 1 where absent.
    """

    name: str
    per_1000: Quantity
    start: str
    severity: tuple[Quantity, ...] = (given(0.4), given(0.3), given(0.2), given(0.1))
    chain: ChainName = "care"
    factors: Mapping[str, Quantity] = field(default_factory=dict)
    season: tuple[float, ...] = ()
    households: tuple[Quantity, ...] = (given(1),)
    companions: Mapping[str, Quantity] = field(default_factory=dict)
    question_gap: Quantity = given(4)
    lead: Quantity = given(0)
    benefit: Quantity = given(0)
    domain: str = ""
    score: Quantity = given(5)
    score_loss: Quantity = given(0)
    term: Quantity = given(0)
    returns: Quantity = given(0)
    return_after: Quantity = given(26)
    priority: int = 0
    pattern: Pattern = "poisson"
    durations: Mapping[str, Quantity] = field(default_factory=dict)
